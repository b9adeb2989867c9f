package io.logcast.producer.encodings.zstd;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** The literals of blocks (RFC 8878, section 3.1.1.3.1); a block may use the table of one before it. */
final class Literals {

    private static final int RAW = 0;
    private static final int RUN = 1;
    private static final int TREELESS = 3;
    private static final int JUMPS = 6;

    private byte[] bytes = {};
    private @Nullable HuffmanTable table;
    private int length;
    private int position;

    /** Prepares for a new frame. */
    void reset() {
        table = null;
    }

    int allocated() {
        return bytes.length;
    }

    /** Reads the literals of the block; returns where its sequences begin. */
    int read(byte[] block, int end) {
        if (bytes.length == 0) {
            bytes = new byte[Window.MAX_BLOCK];
        }
        position = 0;
        var type = block[0] & 3;
        var format = block[0] >> 2 & 3;
        return type <= RUN ? readPlain(block, end, type, format) : readCompressed(block, end, type, format);
    }

    private int readPlain(byte[] block, int end, int type, int format) {
        var head = format == 1 ? 2 : format == 3 ? 3 : 1;
        length = (int) (littleEndian(block, 0, head) >>> (head == 1 ? 3 : 4));
        var size = type == RAW ? length : 1;
        check(length, head + size, end);
        if (type == RAW) {
            System.arraycopy(block, head, bytes, 0, length);
        } else {
            Arrays.fill(bytes, 0, length, block[head]);
        }
        return head + size;
    }

    private int readCompressed(byte[] block, int end, int type, int format) {
        var head = format < 2 ? 3 : format + 2;
        var width = format < 2 ? 10 : format == 2 ? 14 : 18;
        var sizes = littleEndian(block, 0, head) >>> 4;
        length = (int) (sizes & (1 << width) - 1);
        var next = head + (int) (sizes >>> width & (1 << width) - 1);
        check(length, next, end);
        var start = head;
        if (type != TREELESS) {
            if (start >= next) {
                throw broken();
            }
            start += HuffmanTable.length(block[head] & 0xff);
            check(length, start, next);
            table = HuffmanTable.read(block, head, start);
        }
        decode(block, start, next, format == 0);
        return next;
    }

    private void decode(byte[] block, int start, int end, boolean isOneStream) {
        if (table == null) {
            throw broken();
        }
        if (isOneStream) {
            table.decode(block, start, end, bytes, 0, length);
            return;
        }
        check(length, start + JUMPS, end);
        var part = (length + 3) / 4;
        var from = start + JUMPS;
        for (int i = 0; i < 4; i++) {
            var to = i == 3 ? end : from + (int) littleEndian(block, start + 2 * i, 2);
            check(length, to, end);
            var first = Math.min(length, i * part);
            table.decode(block, from, to, bytes, first, i == 3 ? length : Math.min(length, first + part));
            from = to;
        }
    }

    /** Copies the next literals to the window. */
    void copyTo(Window window, int count) {
        if (count > length - position) {
            throw broken();
        }
        window.append(bytes, position, count);
        position += count;
    }

    void copyRestTo(Window window) {
        copyTo(window, length - position);
    }

    private static void check(int length, int end, int limit) {
        if (length > Window.MAX_BLOCK || end > limit) {
            throw broken();
        }
    }

    static long littleEndian(byte[] bytes, int start, int count) {
        long value = 0;
        for (int i = 0; i < count; i++) {
            value |= (bytes[start + i] & 0xffL) << 8 * i;
        }
        return value;
    }

    private static CorruptFrameException broken() {
        return new CorruptFrameException("literals are broken");
    }
}
