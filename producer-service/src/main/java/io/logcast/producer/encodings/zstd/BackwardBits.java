package io.logcast.producer.encodings.zstd;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/** A bit stream that is read from its end (RFC 8878, section 4.1). Before its beginning it reads zeros. */
final class BackwardBits {

    /** How many bytes have to follow the stream in its array, since it is read in longs. */
    static final int PADDING = Long.BYTES;

    private static final VarHandle LONGS = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
    private static final int MAX_BITS = 56;

    private final byte[] bytes;
    private final int start;
    /** The remaining bits; negative if more were read than the stream has. */
    private int left;

    BackwardBits(byte[] bytes, int start, int end) {
        if (end <= start || bytes[end - 1] == 0) {
            throw new CorruptFrameException("a bit stream has no end");
        }
        this.bytes = bytes;
        this.start = start;
        // The highest bit that is set marks the end.
        var mark = Integer.numberOfLeadingZeros(bytes[end - 1] & 0xff) - (Integer.SIZE - Byte.SIZE) + 1;
        this.left = (end - start) * Byte.SIZE - mark;
    }

    /** @param count at most 56 */
    long read(int count) {
        var bits = peek(count);
        left -= count;
        return bits;
    }

    long peek(int count) {
        assert count <= MAX_BITS;
        var first = left - count;
        if (first >= 0) {
            return bits(first, count);
        }
        return left <= 0 ? 0 : bits(0, left) << -first;
    }

    void skip(int count) {
        left -= count;
    }

    int left() {
        return left;
    }

    private long bits(int first, int count) {
        var word = (long) LONGS.get(bytes, start + (first >>> 3));
        return word >>> (first & 7) & (1L << count) - 1;
    }
}
