package io.logcast.model.event;

import static java.util.Objects.requireNonNull;

import java.time.Instant;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * One log event, after the
 * <a href="https://opentelemetry.io/docs/specs/otel/logs/data-model/">OpenTelemetry logs data model</a>.
 *
 * @param timestamp when it happened, as the client says
 * @param observedTimestamp when the producer saw it
 * @param source where it comes from: words of {@code [A-Za-z0-9_-]} joined by dots, 1 to 128 characters
 * @param message at most 64 KiB of UTF-8
 * @param attributes at most 64; values are null, String, Boolean, Long, Double, or a List or Map of such
 * @param traceId 32 hex digits, not all zero (W3C Trace Context); kept in lower case
 * @param spanId 16 hex digits, not all zero; kept in lower case
 */
public record LogEvent(
        UUID id,
        @Nullable Instant timestamp,
        Instant observedTimestamp,
        Severity severity,
        String source,
        String message,
        Map<String, @Nullable Object> attributes,
        @Nullable String traceId,
        @Nullable String spanId) {

    /** The source of an event that names none. */
    public static final String UNKNOWN_SOURCE = "unknown";

    /** The longest message, in bytes of UTF-8. */
    public static final int MAX_MESSAGE_BYTES = 64 * 1024;

    /** The most attributes that an event may have. */
    public static final int MAX_ATTRIBUTES = 64;

    /** How deep attributes may be nested; the attributes themselves are the first level. */
    public static final int MAX_DEPTH = 8;

    /** @throws InvalidLogEventException naming the first field that breaks its rule */
    public LogEvent {
        requireNonNull(id, "id");
        requireNonNull(observedTimestamp, "observedTimestamp");
        requireNonNull(severity, "severity");
        Rules.checkTimestamp("timestamp", timestamp);
        Rules.checkTimestamp("observed_timestamp", observedTimestamp);
        Rules.checkSource(source);
        Rules.checkMessage(message);
        attributes = Attributes.checkedCopy(attributes);
        traceId = Rules.hexId("trace_id", traceId, 32);
        spanId = Rules.hexId("span_id", spanId, 16);
    }

    /** {@code <source>.<severity>}, as in RabbitMQ's topic tutorial. */
    public String routingKey() {
        return source + "." + severity.range();
    }

    /**
     * The legal source for a name: characters that a source cannot have become dots, and a long name is cut, so
     * {@code https://example.com/orders} becomes {@code https.example.com.orders}.
     */
    public static String sourceOf(String name) {
        return Rules.sourceOf(name);
    }

    /** Whether the name has a character that {@link #sourceOf} keeps. */
    public static boolean isNamable(String name) {
        return !sourceOf(name).equals(UNKNOWN_SOURCE) || name.contains(UNKNOWN_SOURCE);
    }

    /** Whether an event can have the timestamp: it lies between 1970-01-01 and 2262-04-11. */
    public static boolean canHold(Instant timestamp) {
        return Rules.canHold(timestamp);
    }

    /**
     * An unmodifiable copy of attributes that an event may have.
     *
     * @throws InvalidLogEventException naming the first that breaks a rule
     */
    public static Map<String, @Nullable Object> checkedAttributes(Map<String, @Nullable Object> attributes) {
        return Attributes.checkedCopy(attributes);
    }

    @Override
    public String toString() {
        // Payloads do not belong in logs.
        return "LogEvent[%s, %s]".formatted(id, routingKey());
    }
}
