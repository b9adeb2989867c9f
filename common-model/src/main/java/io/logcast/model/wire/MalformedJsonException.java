package io.logcast.model.wire;

/** The text is not JSON at all, so no field can be named. */
public final class MalformedJsonException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    MalformedJsonException(String message) {
        super(message);
    }

    /** The same for a known cause. */
    public MalformedJsonException(String message, Throwable cause) {
        super(message, cause);
    }
}
