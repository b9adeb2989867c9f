package io.logcast.cli.files;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * The lines in a piece of a file, without blank lines. Where a line is cut depends only on its bytes, so it is cut in
 * the same way each time.
 *
 * @param lines in their order
 * @param length how many bytes they take, with line breaks and blank lines; the rest of the piece is the beginning of a
 *     line
 */
public record Lines(List<Line> lines, int length) {

    /** Longer lines are cut at the end of a character. */
    public static final int MAX_BYTES = 256 * 1024;

    /** The most lines in one piece, however short they are. */
    static final int MAX_COUNT = 20_000;

    private static final byte[] BYTE_ORDER_MARK = "\uFEFF".getBytes(StandardCharsets.UTF_8);
    private static final int LONGEST_CHARACTER = 4;

    /**
     * @param offset the offset of the first byte
     * @param isEnd whether nothing will follow, so that the last line is complete without a line break
     */
    public static Lines of(byte[] bytes, int length, long offset, boolean isEnd) {
        var lines = new ArrayList<Line>();
        var start = 0;
        while (start < length && lines.size() < MAX_COUNT) {
            var end = end(bytes, start, length);
            var next = end + 1;
            if (end - start > MAX_BYTES) {
                end = cut(bytes, start);
                next = end;
            } else if (end == length) {
                if (!isEnd) {
                    break;
                }
                next = end;
            }
            add(lines, bytes, start, end, offset);
            start = next;
        }
        return new Lines(lines, start);
    }

    private static void add(List<Line> lines, byte[] bytes, int start, int end, long offset) {
        var from = start + (offset + start == 0 ? markLength(bytes, end) : 0);
        var to = end > from && bytes[end - 1] == '\r' ? end - 1 : end;
        for (int i = from; i < to; i++) {
            if (bytes[i] != ' ' && bytes[i] != '\t') {
                lines.add(new Line(offset + start, Arrays.copyOfRange(bytes, from, to)));
                return;
            }
        }
    }

    private static int markLength(byte[] bytes, int end) {
        var length = BYTE_ORDER_MARK.length;
        return end >= length && Arrays.equals(bytes, 0, length, BYTE_ORDER_MARK, 0, length) ? length : 0;
    }

    /** The end of the line that begins there: its line feed, or the end of the bytes. */
    private static int end(byte[] bytes, int start, int length) {
        var end = start;
        while (end < length && bytes[end] != '\n') {
            end++;
        }
        return end;
    }

    private static int cut(byte[] bytes, int start) {
        var end = start + MAX_BYTES;
        for (int i = 0; i < LONGEST_CHARACTER; i++) {
            if ((bytes[end - i] & 0xC0) != 0x80) {
                return end - i;
            }
        }
        return end;
    }
}
