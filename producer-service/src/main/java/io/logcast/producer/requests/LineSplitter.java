package io.logcast.producer.requests;

import io.logcast.model.wire.Utf8;
import java.io.ByteArrayOutputStream;
import org.jspecify.annotations.Nullable;

/**
 * Cuts chunks of bytes into lines. Holds the last chunk, and the beginning of a line from earlier chunks, which is
 * never longer than a line may be.
 */
final class LineSplitter {

    private static final byte[] NOTHING = {};

    private final int maxLength;
    private ByteArrayOutputStream begun = new ByteArrayOutputStream();
    private boolean isTooLong;
    private long number;
    private byte[] chunk = NOTHING;
    private int position;

    LineSplitter(int maxLength) {
        this.maxLength = maxLength;
    }

    /** Takes more bytes, after {@link #next} has returned null. */
    void feed(byte[] bytes) {
        chunk = bytes;
        position = 0;
    }

    /** The bytes of the line that has begun. */
    int held() {
        return begun.size();
    }

    /** Whether a line has begun and not ended. */
    boolean isInLine() {
        return begun.size() > 0 || isTooLong;
    }

    /** The next line that has ended; null if more bytes are needed. */
    @Nullable
    Line next() {
        for (int end = position; end < chunk.length; end++) {
            if (chunk[end] == '\n') {
                var line = take(end);
                position = end + 1;
                return line;
            }
        }
        keep(chunk.length - position);
        chunk = NOTHING;
        position = 0;
        return null;
    }

    /** The rest after the last line feed; null if there is none. */
    @Nullable
    Line last() {
        return isInLine() ? take(position) : null;
    }

    private Line take(int end) {
        var line = takeAll(end);
        // The byte order mark of a file is not text.
        var mark = line.number() == 1 ? Utf8.markLength(line.bytes(), line.offset(), line.length()) : 0;
        return mark == 0
                ? line
                : new Line(line.number(), line.bytes(), line.offset() + mark, line.length() - mark, line.isTooLong());
    }

    private Line takeAll(int end) {
        number++;
        if (!isInLine() && end - position <= maxLength) {
            return new Line(number, chunk, position, end - position, false);
        }
        keep(end - position);
        var bytes = begun.toByteArray();
        var line = new Line(number, bytes, 0, bytes.length, isTooLong);
        begun = new ByteArrayOutputStream();
        isTooLong = false;
        return line;
    }

    private void keep(int length) {
        isTooLong |= begun.size() + length > maxLength;
        if (isTooLong) {
            begun = new ByteArrayOutputStream();
        } else {
            begun.write(chunk, position, length);
        }
    }
}
