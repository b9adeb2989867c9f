package io.logcast.consumer.subscriptions;

import io.logcast.http.ProblemException;

/** There is no subscription of that name; answered 404. */
public final class UnknownSubscriptionException extends ProblemException {

    private static final long serialVersionUID = 1L;
    private static final int NOT_FOUND = 404;

    public UnknownSubscriptionException(String name) {
        super(NOT_FOUND, "There is no subscription " + name, null);
    }
}
