package io.logcast.consumer.subscriptions;

import io.logcast.http.ProblemException;

/** Something else has this name; answered 409. */
final class ConflictException extends ProblemException {

    private static final long serialVersionUID = 1L;
    private static final int CONFLICT = 409;

    ConflictException(String message) {
        super(CONFLICT, message, null);
    }
}
