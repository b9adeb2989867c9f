package io.logcast.producer.logs;

import io.logcast.model.event.InvalidLogEventException;
import io.logcast.model.event.LogEvent;
import io.logcast.model.wire.LogEventReader;
import io.logcast.model.wire.Utf8;
import io.logcast.producer.requests.Line;
import java.nio.charset.CharacterCodingException;
import java.util.Map;

/** A line of plain text as an event. */
final class TextLine {

    private TextLine() {}

    /** @throws InvalidLogEventException if it is not UTF-8, has a NUL character, or is longer than a message may be */
    static LogEvent event(Line line, LogEventReader.Defaults defaults) {
        var fallbacks = defaults.fallbacks();
        var source = fallbacks.sourceOrUnknown();
        return new LogEvent(
                defaults.id(source),
                null,
                defaults.observedTimestamp(),
                fallbacks.severity(),
                source,
                text(line),
                fallbacks.addTo(Map.of(), true),
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
