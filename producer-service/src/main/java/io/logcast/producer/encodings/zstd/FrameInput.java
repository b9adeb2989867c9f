package io.logcast.producer.encodings.zstd;

import java.util.Arrays;

/** The bytes of frames as they come, gathered into parts that can be read. Confined to one thread. */
final class FrameInput {

    private byte[] fed = {};
    private int position;
    private byte[] part = new byte[64];
    private int filled;
    private int needed = Integer.BYTES;
    private long toSkip;

    /** Takes more bytes, after all earlier ones are used. */
    void feed(byte[] bytes) {
        fed = bytes;
        position = 0;
    }

    /** Sets the length of the next part in bytes. */
    void need(int count) {
        needed = count;
        filled = 0;
    }

    /** Skips the next bytes. */
    void skip(long count) {
        toSkip = count;
        filled = 0;
    }

    boolean hasSkipped() {
        var skipped = (int) Math.min(toSkip, fed.length - position);
        position += skipped;
        toSkip -= skipped;
        return toSkip == 0;
    }

    /** Whether all of the part is there. */
    boolean hasFilled() {
        var count = Math.min(needed - filled, fed.length - position);
        var capacity = filled + count + BackwardBits.PADDING;
        if (part.length < capacity) {
            // Grows as the bytes come: the block's size in the header is only a claim.
            part = Arrays.copyOf(part, Math.max(capacity, Math.min(2 * part.length, needed + BackwardBits.PADDING)));
        }
        System.arraycopy(fed, position, part, filled, count);
        position += count;
        filled += count;
        return filled == needed;
    }

    /** Whether some of the part is there, and not all. */
    boolean hasBegun() {
        return filled > 0;
    }

    /** The part, and any bytes after it. */
    byte[] part() {
        return part;
    }

    /** The part as a number. */
    long number() {
        return Literals.littleEndian(part, 0, needed);
    }

    int allocated() {
        return part.length;
    }
}
