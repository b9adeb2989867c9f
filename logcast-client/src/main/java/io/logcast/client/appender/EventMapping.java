package io.logcast.client.appender;

import io.logcast.client.json.EventIds;
import io.logcast.client.json.EventLine;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Collection;
import java.util.HexFormat;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Turns what the events of all logging libraries have into lines of JSON, with the names of OpenTelemetry's semantic conventions. */
public final class EventMapping {

    /** Names in a context that become fields of the event instead of attributes. */
    private static final Map<String, Integer> DIGITS_OF_TRACE_FIELDS =
            Map.of("trace_id", 32, "traceId", 32, "trace.id", 32, "span_id", 16, "spanId", 16, "span.id", 16);

    private static final String LOGGER = "logger";

    private final EventIds ids = new EventIds(InstantSource.system());
    private final String source;
    private final String appender;

    /** @param appender the class of the appender, which is the logger of events that report dropped events */
    public EventMapping(AppenderSettings settings, Class<?> appender) {
        this.source = settings.source();
        this.appender = appender.getName();
    }

    /** Begins an event, which gets its id here. */
    public EventLine begin(Instant time, String severity, String message, @Nullable String logger, String thread) {
        return begin(time, severity, message).attribute(LOGGER, logger).attribute("thread.name", thread);
    }

    private EventLine begin(Instant time, String severity, String message) {
        var line = new EventLine(ids.next(), time).field("severity", severity).message(message);
        return source.isEmpty() ? line : line.field("source", source);
    }

    /** Adds the names of markers; nothing if there are none. */
    public static void addMarkers(EventLine line, Collection<String> names) {
        if (!names.isEmpty()) {
            line.attribute("markers", String.join(",", names));
        }
    }

    /** Adds an entry of the context of a thread (MDC): the ids of traces and spans become fields of the event. */
    public static void addContext(EventLine line, String name, @Nullable Object value) {
        var digits = DIGITS_OF_TRACE_FIELDS.get(name);
        if (digits != null && value instanceof String id && isId(id, digits)) {
            line.field(name, id);
        } else {
            line.attribute(name, value);
        }
    }

    /** An invalid id would make the producer refuse the whole event. */
    private static boolean isId(String value, int digits) {
        return value.length() == digits
                && value.chars().allMatch(HexFormat::isHexDigit)
                && !value.equals("0".repeat(digits));
    }

    /** Adds an exception, at the end: its stack trace is the longest and should be cut first. */
    public static void addException(EventLine line, String type, @Nullable String message, String stackTrace) {
        line.attribute("exception.type", type);
        if (message != null) {
            line.attribute("exception.message", message);
        }
        line.attribute("exception.stacktrace", stackTrace);
    }

    /** An event that reports dropped events. */
    byte[] dropped(long events) {
        return begin(Instant.now(), "WARN", Reports.dropped(events))
                .attribute(LOGGER, appender)
                .attribute("logcast.dropped", events)
                .toBytes();
    }
}
