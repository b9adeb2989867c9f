package io.logcast.cli.read;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/** Reads Server-Sent Events, with a limit on the size of each. */
final class EventStream {

    private static final int BUFFER = 16 * 1024;
    private static final int MAX_LINE = 2 * 1024 * 1024;

    private final InputStream in;
    private final byte[] buffer = new byte[BUFFER];
    private int position;
    private int limit;

    EventStream(InputStream in) {
        this.in = in;
    }

    /**
     * One of them.
     *
     * @param name null if it has none
     * @param id null if it has none
     */
    record Event(@Nullable String name, @Nullable String id, String data) {}

    /** Waits for the next event; null at the end. Comments are skipped. */
    @Nullable
    Event next() throws IOException {
        String name = null;
        String id = null;
        String data = null;
        for (var line = line(); line != null; line = line()) {
            if (line.isEmpty()) {
                if (data != null) {
                    return new Event(name, id, data);
                }
                name = null;
            } else if (line.startsWith("event:")) {
                name = value(line);
            } else if (line.startsWith("id:")) {
                id = value(line);
            } else if (line.startsWith("data:")) {
                data = data == null ? value(line) : data + '\n' + value(line);
            }
        }
        return null;
    }

    private static String value(String line) {
        var value = line.substring(line.indexOf(':') + 1);
        return value.startsWith(" ") ? value.substring(1) : value;
    }

    private @Nullable String line() throws IOException {
        var line = new ByteArrayOutputStream();
        while (true) {
            if (position == limit) {
                limit = Math.max(0, in.read(buffer));
                position = 0;
                if (limit == 0) {
                    return null;
                }
            }
            var start = position;
            while (position < limit && buffer[position] != '\n') {
                position++;
            }
            line.write(buffer, start, position - start);
            if (line.size() > MAX_LINE) {
                throw new IOException("a line of the stream is larger than " + MAX_LINE + " bytes");
            }
            if (position < limit) {
                position++;
                var text = line.toString(StandardCharsets.UTF_8);
                return text.endsWith("\r") ? text.substring(0, text.length() - 1) : text;
            }
        }
    }
}
