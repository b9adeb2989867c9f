package io.logcast.logback;

import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.spi.IThrowableProxy;
import ch.qos.logback.classic.spi.ThrowableProxyUtil;
import io.logcast.client.json.EventIds;
import io.logcast.client.json.EventLine;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HexFormat;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.slf4j.Marker;

/** Turns an event of Logback into a line of JSON, with the names of OpenTelemetry's semantic conventions. */
final class EventMapping {

    /** Names in the MDC that become fields of the event instead of attributes. */
    private static final Map<String, Integer> DIGITS_OF_TRACE_FIELDS =
            Map.of("trace_id", 32, "traceId", 32, "trace.id", 32, "span_id", 16, "spanId", 16, "span.id", 16);

    private final EventIds ids = new EventIds(InstantSource.system());
    private final String source;

    /** @param source the source of all events; empty for none */
    EventMapping(String source) {
        this.source = source;
    }

    byte[] line(ILoggingEvent event) {
        var line = begin(time(event), event.getLevel().toString(), String.valueOf(event.getFormattedMessage()))
                .attribute("logger", event.getLoggerName())
                .attribute("thread.name", event.getThreadName());
        addMarkers(line, event);
        addKeyValues(line, event);
        event.getMDCPropertyMap().forEach((name, value) -> addMdc(line, name, value));
        var thrown = event.getThrowableProxy();
        if (thrown != null) {
            addException(line, thrown);
        }
        return line.toBytes();
    }

    /** Events that Logback did not create itself may have only milliseconds. */
    private static Instant time(ILoggingEvent event) {
        var instant = event.getInstant();
        return instant == null ? Instant.ofEpochMilli(event.getTimeStamp()) : instant;
    }

    /** An event that reports dropped events. */
    byte[] dropped(long events) {
        return begin(Instant.now(), "WARN", events + " events were dropped, since the queue or the spool was full")
                .attribute("logger", LogcastAppender.class.getName())
                .attribute("logcast.dropped", events)
                .toBytes();
    }

    private EventLine begin(Instant timestamp, String severity, String message) {
        var line =
                new EventLine(ids.next(), timestamp).field("severity", severity).message(message);
        return source.isEmpty() ? line : line.field("source", source);
    }

    private static void addMarkers(EventLine line, ILoggingEvent event) {
        var markers = event.getMarkerList();
        if (markers != null && !markers.isEmpty()) {
            line.attribute("markers", markers.stream().map(Marker::getName).collect(Collectors.joining(",")));
        }
    }

    private static void addKeyValues(EventLine line, ILoggingEvent event) {
        var pairs = event.getKeyValuePairs();
        if (pairs != null) {
            pairs.forEach(pair -> line.attribute(String.valueOf(pair.key), pair.value));
        }
    }

    private static void addMdc(EventLine line, String name, String value) {
        var digits = DIGITS_OF_TRACE_FIELDS.get(name);
        if (digits != null && isId(value, digits)) {
            line.field(name, value);
        } else {
            line.attribute(name, value);
        }
    }

    /** Others would be refused with the whole event. */
    private static boolean isId(@Nullable String value, int digits) {
        return value != null
                && value.length() == digits
                && value.chars().allMatch(HexFormat::isHexDigit)
                && !value.equals("0".repeat(digits));
    }

    /** The stack trace comes last, since it is the longest and should be cut first. */
    private static void addException(EventLine line, IThrowableProxy thrown) {
        line.attribute("exception.type", thrown.getClassName());
        if (thrown.getMessage() != null) {
            line.attribute("exception.message", thrown.getMessage());
        }
        line.attribute("exception.stacktrace", ThrowableProxyUtil.asString(thrown));
    }
}
