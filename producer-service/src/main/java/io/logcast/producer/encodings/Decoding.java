package io.logcast.producer.encodings;

import org.jspecify.annotations.Nullable;

/** Takes the content coding off one body, as its bytes come. Confined to one thread. */
public interface Decoding extends AutoCloseable {

    /** More of the body, once {@link #next} has nothing left of what came before. */
    void feed(byte[] encoded);

    /**
     * The next decoded bytes, 128 KiB at most and never none; null if more of the body is needed.
     *
     * @throws BrokenEncodingException if the body is not in that coding
     */
    byte @Nullable [] next();

    /**
     * The body ends here.
     *
     * @throws BrokenEncodingException if it must not
     */
    void end();

    /** The bytes that it holds beside those that it was fed with. */
    long held();

    @Override
    void close();
}
