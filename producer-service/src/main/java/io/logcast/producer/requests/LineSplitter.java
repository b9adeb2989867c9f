package io.logcast.producer.requests;

import java.io.ByteArrayOutputStream;
import org.jspecify.annotations.Nullable;

/** Cuts chunks of bytes into lines. Holds the last chunk, and of the line before it no more than a line may have. */
final class LineSplitter {

    private static final byte[] NOTHING = {};

    private final int maxLength;
    private final ByteArrayOutputStream begun = new ByteArrayOutputStream();
    private boolean isTooLong;
    private long number;
    private byte[] chunk = NOTHING;
    private int position;

    LineSplitter(int maxLength) {
        this.maxLength = maxLength;
    }

    /** More bytes, once there is no line left in those before. */
    void feed(byte[] bytes) {
        chunk = bytes;
        position = 0;
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

    /** What is left behind the last line feed; null if nothing is. */
    @Nullable
    Line last() {
        return begun.size() == 0 && !isTooLong ? null : take(position);
    }

    private Line take(int end) {
        number++;
        if (begun.size() == 0 && !isTooLong && end - position <= maxLength) {
            return new Line(number, chunk, position, end - position, false);
        }
        keep(end - position);
        var bytes = begun.toByteArray();
        var line = new Line(number, bytes, 0, bytes.length, isTooLong);
        begun.reset();
        isTooLong = false;
        return line;
    }

    private void keep(int length) {
        isTooLong |= begun.size() + length > maxLength;
        if (isTooLong) {
            begun.reset();
        } else {
            begun.write(chunk, position, length);
        }
    }
}
