package io.logcast.security;

import io.quarkus.security.AuthenticationFailedException;

/** A call without one of the keys, where it has to have one; the cause of Quarkus' own, which is final. */
final class UnknownKeyException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private UnknownKeyException(String message) {
        super(message, null, false, false);
    }

    /** @param message for the caller; never the key */
    static AuthenticationFailedException failure(String message) {
        return new AuthenticationFailedException(new UnknownKeyException(message));
    }

    /** What the caller is told if that is why it failed, else the other. */
    static String messageOf(Throwable failure, String other) {
        return failure.getCause() instanceof UnknownKeyException unknown ? String.valueOf(unknown.getMessage()) : other;
    }
}
