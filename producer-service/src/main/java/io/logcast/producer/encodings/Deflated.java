package io.logcast.producer.encodings;

import java.util.Arrays;
import java.util.zip.DataFormatException;
import java.util.zip.Inflater;
import org.jspecify.annotations.Nullable;

/** A stream of deflate (RFC 1951), bare or in zlib's envelope (RFC 1950). */
final class Deflated implements AutoCloseable {

    /** The bytes of its window, the tables of zlib, and the buffer. */
    static final long HELD = 64 * 1024;

    private static final int PIECE = 16 * 1024;

    private final String coding;
    private final Inflater inflater;
    private byte[] buffer = {};

    /**
     * @param coding its name in errors
     * @param isBare whether it is without an envelope
     */
    Deflated(String coding, boolean isBare) {
        this.coding = coding;
        this.inflater = new Inflater(isBare);
    }

    void feed(byte[] bytes, int from) {
        inflater.setInput(bytes, from, bytes.length - from);
    }

    /** The next bytes; null at the end of the stream, or if more of it is needed. */
    byte @Nullable [] next() {
        if (buffer.length == 0) {
            buffer = new byte[PIECE];
        }
        try {
            var count = inflater.inflate(buffer);
            if (inflater.needsDictionary()) {
                throw BrokenEncodingException.of(coding, "it needs a dictionary");
            }
            return count == 0 ? null : Arrays.copyOf(buffer, count);
        } catch (DataFormatException e) {
            throw BrokenEncodingException.of(coding, "its data is broken");
        }
    }

    boolean hasEnded() {
        return inflater.finished();
    }

    /** How many bytes of its input follow its end. */
    int remaining() {
        return inflater.getRemaining();
    }

    void reset() {
        inflater.reset();
    }

    @Override
    public void close() {
        inflater.end();
    }
}
