package io.logcast.producer.encodings;

import org.jspecify.annotations.Nullable;

/** Takes the content coding off one body, as its bytes come. Confined to one thread. */
public interface Decoding extends AutoCloseable {

    /** Takes the next part of the body, after {@link #next} has returned null. */
    void feed(byte[] encoded);

    /**
     * The next decoded bytes, 1 byte to 128 KiB; null if more of the body is needed.
     *
     * @throws BrokenEncodingException if the body is not in this coding
     */
    byte @Nullable [] next();

    /**
     * The body ends here.
     *
     * @throws BrokenEncodingException if it is incomplete
     */
    void end();

    /**
     * Whether a part of the coding has begun that cannot be decoded until more arrives: a client that pauses here has
     * not finished its last line. False if the coding does not tell; such a coding holds little.
     */
    default boolean isInBlock() {
        return false;
    }

    /** The bytes that it holds, not counting its input. */
    long held();

    @Override
    void close();
}
