package io.logcast.producer.encodings;

import org.jspecify.annotations.Nullable;

/** Takes the content coding off one body, as its bytes come. Confined to one thread. */
public interface Decoding extends AutoCloseable {

    /** Takes the next part of the body, after {@link #next} has returned null. */
    void feed(byte[] encoded);

    /**
     * The next decoded bytes, 128 KiB at most and never none; null if more of the body is needed.
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
     * Whether a part of the coding has begun of which nothing can be decoded until more comes: a client that pauses here has
     * not written its last line to its end. False where the coding does not tell; such a one holds little.
     */
    default boolean isInBlock() {
        return false;
    }

    /** The bytes that it holds, not counting those that it was fed with. */
    long held();

    @Override
    void close();
}
