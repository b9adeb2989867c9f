package io.logcast.producer.logs;

import io.logcast.model.event.InvalidLogEventException;
import io.logcast.model.event.LogEvent;
import io.logcast.model.event.Severity;
import io.logcast.model.wire.LogEventReader;
import io.logcast.model.wire.Utf8;
import io.logcast.producer.requests.Line;
import java.nio.charset.CharacterCodingException;
import java.util.Map;

/** A line of plain text as an event. */
final class TextLine {

    private TextLine() {}

    /** @throws InvalidLogEventException if it is no UTF-8, has a NUL character, or is longer than a message may be */
    static LogEvent event(Line line, LogEventReader.Defaults defaults) {
        return new LogEvent(
                defaults.id(LogEvent.UNKNOWN_SOURCE),
                null,
                defaults.observedTimestamp(),
                Severity.INFO,
                LogEvent.UNKNOWN_SOURCE,
                text(line),
                Map.of(),
                null,
                null);
    }

    private static String text(Line line) {
        var end = line.offset() + line.length();
        var isWindows = line.length() > 0 && line.bytes()[end - 1] == '\r';
        try {
            return Utf8.decode(line.bytes(), line.offset(), isWindows ? line.length() - 1 : line.length());
        } catch (CharacterCodingException e) {
            throw new InvalidLogEventException("message", "is not UTF-8");
        }
    }
}
