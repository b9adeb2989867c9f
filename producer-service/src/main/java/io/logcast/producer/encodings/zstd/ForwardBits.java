package io.logcast.producer.encodings.zstd;

/** A bit stream that is read from its beginning, lowest bit first. */
final class ForwardBits {

    private final byte[] bytes;
    private final int start;
    private final int end;
    private int position;

    ForwardBits(byte[] bytes, int start, int end) {
        this.bytes = bytes;
        this.start = start;
        this.end = end;
    }

    int read(int count) {
        var value = 0;
        for (int i = 0; i < count; i++, position++) {
            var at = start + (position >>> 3);
            if (at >= end) {
                throw new CorruptFrameException("an entropy table is cut");
            }
            value |= (bytes[at] >> (position & 7) & 1) << i;
        }
        return value;
    }

    void goBackOne() {
        position--;
    }

    /** The index of the first byte after it. */
    int byteAfter() {
        return start + (position + 7 >>> 3);
    }
}
