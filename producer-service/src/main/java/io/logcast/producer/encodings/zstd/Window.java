package io.logcast.producer.encodings.zstd;

import java.util.Arrays;

/** The decoded bytes of a frame, as far back as matches may reach. */
final class Window {

    /** The most that a block decodes to. */
    static final int MAX_BLOCK = 128 * 1024;

    private int size;
    private byte[] bytes = {};
    private int position;
    private int blockStart;
    private int limit;

    /** Prepares for a new frame. */
    void reset(int windowSize) {
        size = windowSize;
        position = 0;
    }

    /** Called at a frame's end: nothing will reach back into it. */
    void clear() {
        bytes = new byte[0];
        position = 0;
    }

    int allocated() {
        return bytes.length;
    }

    /** Begins a block that decodes to at most this many bytes. */
    void begin(int atMost) {
        limit = Math.min(atMost, MAX_BLOCK);
        if (position + limit > bytes.length) {
            var slack = Math.max(MAX_BLOCK, size / 4);
            if (position <= size) {
                var capacity = Math.max(position + limit, Math.min(2 * position, size + slack));
                bytes = Arrays.copyOf(bytes, capacity);
            } else if (bytes.length < size + slack) {
                bytes = Arrays.copyOf(bytes, size + slack + MAX_BLOCK);
            } else {
                System.arraycopy(bytes, position - size, bytes, 0, size);
                position = size;
            }
        }
        blockStart = position;
    }

    /** The decoded block. */
    byte[] end() {
        return Arrays.copyOfRange(bytes, blockStart, position);
    }

    void append(byte[] from, int start, int length) {
        reserve(length);
        System.arraycopy(from, start, bytes, position, length);
        position += length;
    }

    void fill(byte value, int length) {
        reserve(length);
        Arrays.fill(bytes, position, position + length, value);
        position += length;
    }

    /** Repeats bytes, beginning at this distance back. */
    void copy(int offset, int length) {
        if (offset <= 0 || offset > size || offset > position) {
            throw new CorruptFrameException("a match begins before the window");
        }
        reserve(length);
        var from = position - offset;
        if (offset >= length) {
            System.arraycopy(bytes, from, bytes, position, length);
        } else {
            // A match may overlap its own output, so bytes that were just written are read again.
            for (int i = 0; i < length; i++) {
                bytes[position + i] = bytes[from + i];
            }
        }
        position += length;
    }

    private void reserve(int length) {
        if (position - blockStart + length > limit) {
            throw new CorruptFrameException("a block is too large");
        }
    }
}
