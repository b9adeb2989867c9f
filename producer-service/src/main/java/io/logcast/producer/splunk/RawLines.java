package io.logcast.producer.splunk;

import io.logcast.model.event.InvalidLogEventException;
import io.logcast.model.wire.Utf8;
import io.logcast.producer.requests.Line;
import java.nio.charset.CharacterCodingException;
import java.util.Iterator;
import java.util.NoSuchElementException;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** The lines of a body, each one event; blank lines are skipped. */
final class RawLines<T> implements Iterator<Supplier<T>> {

    private final byte[] body;
    private final Function<String, T> reader;
    private int position;
    private @Nullable Line next;

    /** @param reader makes an event of a line */
    RawLines(byte[] body, Function<String, T> reader) {
        this.body = body;
        this.reader = reader;
        this.position = Utf8.markLength(body, 0, body.length);
        advance();
    }

    private void advance() {
        next = null;
        while (position < body.length && next == null) {
            var start = position;
            while (position < body.length && body[position] != '\n') {
                position++;
            }
            var line = new Line(0, body, start, position++ - start, false);
            next = line.isBlank() ? null : line;
        }
    }

    @Override
    public boolean hasNext() {
        return next != null;
    }

    @Override
    public Supplier<T> next() {
        var line = next;
        if (line == null) {
            throw new NoSuchElementException();
        }
        advance();
        return () -> reader.apply(text(line));
    }

    private static String text(Line line) {
        var isWindows = line.bytes()[line.offset() + line.length() - 1] == '\r';
        try {
            return Utf8.decode(line.bytes(), line.offset(), isWindows ? line.length() - 1 : line.length());
        } catch (CharacterCodingException e) {
            throw new InvalidLogEventException(CollectorEvent.EVENT, "is not UTF-8");
        }
    }
}
