package io.logcast.consumer.subscriptions;

import io.logcast.http.ProblemException;

/** No subscription has this name; answered 404. */
public final class UnknownSubscriptionException extends ProblemException {

    private static final long serialVersionUID = 1L;
    private static final int NOT_FOUND = 404;

    public UnknownSubscriptionException(String name) {
        super(NOT_FOUND, "There is no subscription " + name, null);
    }
}
