package io.logcast.security;

import io.quarkus.security.AuthenticationFailedException;

/** A call that needs a valid key has none; the cause of Quarkus' own exception, which is final. */
final class UnknownKeyException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private UnknownKeyException(String message) {
        super(message, null, false, false);
    }

    /** @param message for the caller; never the key */
    static AuthenticationFailedException failure(String message) {
        return new AuthenticationFailedException(new UnknownKeyException(message));
    }

    /** The message for the caller if this is why it failed; otherwise the other one. */
    static String messageOf(Throwable failure, String other) {
        return failure.getCause() instanceof UnknownKeyException unknown ? String.valueOf(unknown.getMessage()) : other;
    }
}
