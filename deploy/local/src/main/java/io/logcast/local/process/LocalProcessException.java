package io.logcast.local.process;

/** Something on this machine could not be started, stopped or reached; the message says what and why. */
public final class LocalProcessException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final boolean interrupted;

    public LocalProcessException(String message) {
        this(message, false);
    }

    public LocalProcessException(String message, Throwable cause) {
        super(message, cause);
        this.interrupted = cause instanceof InterruptedException
                || (cause instanceof LocalProcessException inner && inner.wasInterrupted());
    }

    LocalProcessException(String message, boolean interrupted) {
        super(message);
        this.interrupted = interrupted;
    }

    /** Whether somebody ended the attempt, for example with Ctrl-C. Then another one may well succeed. */
    public boolean wasInterrupted() {
        return interrupted;
    }
}
