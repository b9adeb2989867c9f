package io.logcast.rabbitmq.queues;

import org.jspecify.annotations.Nullable;

/** The broker cannot be reached now, or refuses the request. */
public class BrokerUnavailableException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    public BrokerUnavailableException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
