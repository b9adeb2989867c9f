package io.logcast.rabbitmq.queues;

import org.jspecify.annotations.Nullable;

/** The broker cannot be asked now, or does not do what it is asked. */
public class BrokerUnavailableException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    public BrokerUnavailableException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
