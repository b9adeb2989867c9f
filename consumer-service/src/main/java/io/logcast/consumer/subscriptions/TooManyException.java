package io.logcast.consumer.subscriptions;

/** All subscriptions together have reached a limit; answered 429 with the setting's name. */
final class TooManyException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    /** @param setting without its prefix, such as {@code max-count} */
    TooManyException(String what, String setting) {
        super(what + " (the setting logcast.subscriptions." + setting + "); delete some that are not needed");
    }
}
