package io.logcast.model.wire;

import com.fasterxml.jackson.core.JsonParser;
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
import org.jspecify.annotations.Nullable;

/**
 * Reads one log event from JSON that uses our own names only. Repeated and mistyped fields are refused by name, and so are
 * unknown fields of a client. A producer may be of a later release, so its unknown fields are ignored.
 */
public final class LogEventReader {

    private final JsonParser parser;
    private final Unknown unknown;
    private final Set<Field> seen = EnumSet.noneOf(Field.class);
    private @Nullable UUID id;
    private @Nullable Instant timestamp;
    private @Nullable Instant observedTimestamp;
    private @Nullable Severity severity;
    private @Nullable String source;
    private @Nullable String message;
    private Map<String, @Nullable Object> attributes = Map.of();
    private @Nullable String traceId;
    private @Nullable String spanId;

    private LogEventReader(JsonParser parser, Unknown unknown) {
        this.parser = parser;
        this.unknown = unknown;
    }

    /** What becomes of an unknown field. */
    private enum Unknown {
        REFUSED,
        IGNORED,
        /** Gives up; the event is then read in another way. */
        GIVES_UP
    }

    // One instance is enough: nobody sees it.
    private static final InvalidLogEventException NOT_CANONICAL =
            new InvalidLogEventException("body", "has other fields");

    /** The values that the producer fills in if the client left them out. */
    public interface Defaults {

        /** The id of an event that has none. */
        UUID id(String source);

        /** When the producer saw the event, whatever the client sent. */
        Instant observedTimestamp();

        /** The request's defaults for events that lack a field. */
        default Fallbacks fallbacks() {
            return Fallbacks.NONE;
        }
    }

    /**
     * Reads what a client sent, and fills in what it left out.
     *
     * @throws InvalidLogEventException naming the field that breaks its rule
     * @throws MalformedJsonException if it is not JSON
     */
    public static LogEvent read(byte[] json, Defaults defaults) {
        return read(json, 0, json.length, defaults);
    }

    /** The same for a part of the bytes, such as one line. */
    public static LogEvent read(byte[] json, int offset, int length, Defaults defaults) {
        return read(json, offset, length, Unknown.REFUSED).eventWith(defaults);
    }

    /**
     * The same, or null if anything in it is refused.
     *
     * @throws MalformedJsonException if it is not JSON, as far as it was read
     */
    public static @Nullable LogEvent readIfCanonical(byte[] json, int offset, int length, Defaults defaults) {
        try {
            return read(json, offset, length, Unknown.GIVES_UP).eventWith(defaults);
        } catch (InvalidLogEventException e) {
            return null;
        }
    }

    /** Reads what a producer wrote: id and observed timestamp may not be missing. */
    static LogEvent readComplete(byte[] json, int offset, int length) {
        return read(json, offset, length, Unknown.IGNORED).completeEvent();
    }

    private static LogEventReader read(byte[] json, int offset, int length, Unknown unknown) {
        return Json.object(json, offset, length, parser -> {
            var reader = new LogEventReader(parser, unknown);
            reader.readFields();
            return reader;
        });
    }

    private void readFields() throws IOException {
        while (parser.nextToken() == JsonToken.FIELD_NAME) {
            var field = Field.named(parser.currentName());
            var token = parser.nextToken();
            if (field == null) {
                skipUnknown();
            } else if (!seen.add(field)) {
                throw refused(field, "occurs twice");
            } else if (token != JsonToken.VALUE_NULL) {
                readValue(field, token);
            }
        }
    }

    private void skipUnknown() throws IOException {
        switch (unknown) {
            case REFUSED -> throw new InvalidLogEventException(Json.shown(parser.currentName()), "unknown field");
            case GIVES_UP -> throw NOT_CANONICAL;
            case IGNORED -> parser.skipChildren();
        }
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
        var fallbacks = defaults.fallbacks();
        var known = source == null ? fallbacks.sourceOrUnknown() : source;
        return event(
                id == null ? defaults.id(known) : id,
                defaults.observedTimestamp(),
                severity == null ? fallbacks.severity() : severity,
                known,
                fallbacks.addTo(attributes, source == null));
    }

    private LogEvent completeEvent() {
        return event(
                required(Field.ID, id),
                required(Field.OBSERVED_TIMESTAMP, observedTimestamp),
                severity == null ? Severity.INFO : severity,
                source == null ? LogEvent.UNKNOWN_SOURCE : source,
                attributes);
    }

    private LogEvent event(
            UUID id,
            Instant observedTimestamp,
            Severity severity,
            String source,
            Map<String, @Nullable Object> attributes) {
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
