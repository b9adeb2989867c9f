package io.logcast.consumer.subscriptions;

import io.logcast.http.ProblemException;
import org.jspecify.annotations.Nullable;

/** The broker cannot be asked now; answered 503. */
public final class BrokerAwayException extends ProblemException {

    private static final long serialVersionUID = 1L;
    private static final int UNAVAILABLE = 503;

    public BrokerAwayException(String message, @Nullable Throwable cause) {
        super(UNAVAILABLE, message, cause);
    }
}
