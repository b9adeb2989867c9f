package io.logcast.local.process;

/** Something on this machine could not be started, stopped or reached; the message says what and why. */
public final class LocalProcessException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public LocalProcessException(String message) {
        super(message);
    }

    public LocalProcessException(String message, Throwable cause) {
        super(message, cause);
    }
}
