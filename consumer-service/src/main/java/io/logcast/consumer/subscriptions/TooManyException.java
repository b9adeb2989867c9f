package io.logcast.consumer.subscriptions;

import io.logcast.http.ProblemException;

/** All subscriptions together have reached a limit; answered 429 with the setting's name. */
final class TooManyException extends ProblemException {

    private static final long serialVersionUID = 1L;
    private static final int TOO_MANY = 429;
    private static final int UNTIL_SOME_ARE_DELETED_SECONDS = 60;

    /** @param setting without its prefix, such as {@code max-count} */
    TooManyException(String what, String setting) {
        super(
                TOO_MANY,
                what + " (the setting logcast.subscriptions." + setting + "); delete subscriptions that are not needed",
                null,
                UNTIL_SOME_ARE_DELETED_SECONDS);
    }
}
