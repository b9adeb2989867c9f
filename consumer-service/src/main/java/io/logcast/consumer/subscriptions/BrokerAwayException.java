package io.logcast.consumer.subscriptions;

import org.jspecify.annotations.Nullable;

/** The broker cannot be asked now; answered 503. */
public final class BrokerAwayException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    public BrokerAwayException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
