package io.logcast.model.wire;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import io.logcast.model.event.InvalidLogEventException;
import io.logcast.model.event.LogEvent;
import io.logcast.model.event.Severity;
import java.io.IOException;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.EnumSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Reads one log event from JSON; unknown, repeated and mistyped fields are refused by name. */
public final class LogEventReader {

    private final JsonParser parser;
    private final Set<Field> seen = EnumSet.noneOf(Field.class);
    private @Nullable UUID id;
    private @Nullable Instant timestamp;
    private @Nullable Instant observedTimestamp;
    private Severity severity = Severity.INFO;
    private String source = LogEvent.UNKNOWN_SOURCE;
    private @Nullable String message;
    private Map<String, @Nullable Object> attributes = Map.of();
    private @Nullable String traceId;
    private @Nullable String spanId;

    private LogEventReader(JsonParser parser) {
        this.parser = parser;
    }

    /** What the producer fills in where the client left it out. */
    public interface Defaults {

        /** The id of an event that has none. */
        UUID id();

        /** When the producer saw the event: always its own, whatever the client sent. */
        Instant observedTimestamp();
    }

    /**
     * Reads what a client sent, and fills in what it left out.
     *
     * @throws InvalidLogEventException naming the field that breaks its rule
     * @throws MalformedJsonException if it is no JSON
     */
    public static LogEvent read(byte[] json, Defaults defaults) {
        return read(json, 0, json.length, defaults);
    }

    /** The same for a part of the bytes, such as one line. */
    public static LogEvent read(byte[] json, int offset, int length, Defaults defaults) {
        return parse(json, offset, length, reader -> reader.eventWith(defaults));
    }

    /** Reads what a producer wrote: id and observed timestamp may not be missing. */
    static LogEvent readComplete(byte[] json, int offset, int length) {
        return parse(json, offset, length, LogEventReader::completeEvent);
    }

    private static LogEvent parse(byte[] json, int offset, int length, Function<LogEventReader, LogEvent> end) {
        try (var parser = Json.parser(json, offset, length)) {
            var reader = new LogEventReader(parser);
            reader.readObject();
            return end.apply(reader);
        } catch (JsonProcessingException e) {
            throw new MalformedJsonException(describe(e), e);
        } catch (IOException e) {
            // There is no input but the bytes themselves, so this is about their encoding.
            throw new MalformedJsonException(String.valueOf(e.getMessage()), e);
        }
    }

    private static String describe(JsonProcessingException e) {
        var at = e.getLocation();
        // Where the unclosed object starts is known: the body is it.
        var problem = e.getOriginalMessage().replaceFirst(" \\(start marker at .*", "");
        return at == null ? problem : "line %d, column %d: %s".formatted(at.getLineNr(), at.getColumnNr(), problem);
    }

    private void readObject() throws IOException {
        var first = parser.nextToken();
        if (first == null) {
            throw new MalformedJsonException("it is empty");
        }
        if (first != JsonToken.START_OBJECT) {
            throw new InvalidLogEventException("body", "must be a JSON object");
        }
        while (parser.nextToken() == JsonToken.FIELD_NAME) {
            var field = known(parser.currentName());
            if (!seen.add(field)) {
                throw refused(field, "is there twice");
            }
            var token = parser.nextToken();
            if (token != JsonToken.VALUE_NULL) {
                readValue(field, token);
            }
        }
        if (parser.nextToken() != null) {
            throw new InvalidLogEventException("body", "must be one JSON object, with nothing behind it");
        }
    }

    private static Field known(String name) {
        var field = Field.named(name);
        if (field == null) {
            throw new InvalidLogEventException(Json.shown(name), "is no field of a log event");
        }
        return field;
    }

    private void readValue(Field field, JsonToken token) throws IOException {
        switch (field) {
            case ID -> id = id(text(field, token));
            case TIMESTAMP -> timestamp = timestamp(field, text(field, token));
            case OBSERVED_TIMESTAMP -> observedTimestamp = timestamp(field, text(field, token));
            case SEVERITY -> severity = severity(token);
            case SOURCE -> source = text(field, token);
            case MESSAGE -> message = text(field, token);
            case ATTRIBUTES -> attributes = AttributesReader.read(parser, token);
            case TRACE_ID -> traceId = text(field, token);
            case SPAN_ID -> spanId = text(field, token);
        }
    }

    private String text(Field field, JsonToken token) throws IOException {
        if (token != JsonToken.VALUE_STRING) {
            throw refused(field, "must be a string");
        }
        return parser.getText();
    }

    private static UUID id(String text) {
        try {
            return Ids.parse(text);
        } catch (IllegalArgumentException e) {
            throw refused(Field.ID, "must be a UUID such as 0198f0c4-7d1e-7a50-8f0a-3b5c2d1e4f60");
        }
    }

    private static Instant timestamp(Field field, String text) {
        try {
            return Timestamps.parse(text);
        } catch (DateTimeException e) {
            throw refused(field, "must be RFC 3339, such as 2026-01-31T23:59:59.123Z");
        }
    }

    private Severity severity(JsonToken token) throws IOException {
        var found = switch (token) {
            case VALUE_STRING -> Severity.named(parser.getText());
            case VALUE_NUMBER_INT ->
                // Any other number type is too large for an int.
                parser.getNumberType() == JsonParser.NumberType.INT
                        ? Severity.numbered(parser.getIntValue())
                        : Optional.<Severity>empty();
            default -> Optional.<Severity>empty();
        };
        return found.orElseThrow(() -> refused(
                Field.SEVERITY, "must be one of TRACE DEBUG INFO WARN ERROR FATAL, TRACE2 to FATAL4, or 1 to 24"));
    }

    private LogEvent eventWith(Defaults defaults) {
        return event(id == null ? defaults.id() : id, defaults.observedTimestamp());
    }

    private LogEvent completeEvent() {
        return event(required(Field.ID, id), required(Field.OBSERVED_TIMESTAMP, observedTimestamp));
    }

    private LogEvent event(UUID id, Instant observedTimestamp) {
        return new LogEvent(
                id,
                timestamp,
                observedTimestamp,
                severity,
                source,
                required(Field.MESSAGE, message),
                attributes,
                traceId,
                spanId);
    }

    private static <T> T required(Field field, @Nullable T value) {
        if (value == null) {
            throw refused(field, "is required");
        }
        return value;
    }

    private static InvalidLogEventException refused(Field field, String reason) {
        return new InvalidLogEventException(field.toString(), reason);
    }
}
