package io.logcast.producer.encodings.zstd;

/** What is not a frame of Zstandard, or one that is not taken. */
public final class CorruptFrameException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    CorruptFrameException(String message) {
        super(message, null, true, false);
    }
}
