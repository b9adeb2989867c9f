package io.logcast.producer.encodings.zstd;

/** The bytes are not a frame of Zstandard, or one that is not supported. */
public final class CorruptFrameException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    CorruptFrameException(String message) {
        super(message, null, true, false);
    }
}
