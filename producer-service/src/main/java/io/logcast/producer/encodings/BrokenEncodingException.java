package io.logcast.producer.encodings;

/** A body is not in the coding that its header names. */
public final class BrokenEncodingException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    /** @param detail for the client to read */
    BrokenEncodingException(String detail) {
        super(detail, null, true, false);
    }

    static BrokenEncodingException of(String coding, String what) {
        return new BrokenEncodingException("The body is not " + coding + ": " + what);
    }

    static BrokenEncodingException cut(String coding) {
        return new BrokenEncodingException("The body ended before the end of its " + coding + " stream");
    }
}
