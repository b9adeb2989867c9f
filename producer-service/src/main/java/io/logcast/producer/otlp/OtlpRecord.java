package io.logcast.producer.otlp;

import com.google.protobuf.ByteString;
import io.logcast.model.event.InvalidLogEventException;
import io.logcast.model.event.LogEvent;
import io.logcast.model.event.Severity;
import io.logcast.model.fields.FittingAttributes;
import io.logcast.model.fields.SeverityNames;
import io.logcast.model.wire.LogEventReader;
import io.logcast.model.wire.Originals;
import io.logcast.producer.fields.Handling;
import io.opentelemetry.proto.logs.v1.LogRecord;
import io.opentelemetry.proto.logs.v1.ResourceLogs;
import io.opentelemetry.proto.logs.v1.ScopeLogs;
import java.time.Instant;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A log record with its scope and resource. Attributes of all three become attributes of the event under their own names. If
 * names clash, the record's attribute keeps the name, or else the scope's; the others are prefixed with {@code scope.} or
 * {@code resource.}.
 */
record OtlpRecord(Origin origin, LogRecord log, OtlpFormat format, AnyValues values) {

    private static final String SERVICE_NAME = "service.name";
    static final int TRACE_ID_DIGITS = 32;
    static final int SPAN_ID_DIGITS = 16;

    /** The parts that many records share. */
    record Origin(
            ResourceLogs ofResource,
            ScopeLogs ofScope,
            SharedAttributes resourceAttributes,
            SharedAttributes scopeAttributes) {}

    /**
     * Converts the record; a value that no event can hold becomes an attribute.
     *
     * @throws InvalidLogEventException naming the field that breaks its rule; in strict handling, also one whose value
     *     no event can hold
     */
    LogEvent event(LogEventReader.Defaults defaults) {
        var fallbacks = defaults.fallbacks();
        var service = origin.resourceAttributes.map().get(SERVICE_NAME);
        var source = service == null ? fallbacks.sourceOrUnknown() : LogEvent.sourceOf(service.toString());
        var unusable = new LinkedHashMap<String, @Nullable Object>();
        var timestamp = time(unusable);
        var severity = severity(unusable);
        var traceId = id("trace_id", log.getTraceId(), TRACE_ID_DIGITS, unusable);
        var spanId = id("span_id", log.getSpanId(), SPAN_ID_DIGITS, unusable);
        var attributes = attributes(severity == null ? Severity.INFO : severity);
        unusable.forEach((name, value) -> Originals.keep(attributes, "otel." + name, value));
        return new LogEvent(
                defaults.id(source),
                timestamp,
                defaults.observedTimestamp(),
                severity == null ? fallbacks.severity() : severity,
                source,
                message(),
                FittingAttributes.of(fallbacks.addTo(attributes, service == null)),
                traceId,
                spanId);
    }

    /** The body as text, or the event name: exporters send an empty body if a record has none. */
    private String message() {
        var body = values.text(log.getBody());
        return body.isEmpty() ? log.getEventName() : body;
    }

    private @Nullable Instant time(Map<String, @Nullable Object> unusable) {
        var time = time("time_unix_nano", log.getTimeUnixNano(), unusable);
        return time == null ? time("observed_time_unix_nano", log.getObservedTimeUnixNano(), unusable) : time;
    }

    private @Nullable Instant time(String name, long unixNanos, Map<String, @Nullable Object> unusable) {
        if (unixNanos < 0) {
            refuseIfStrict("timestamp", "must lie between 1970-01-01 and 2262-04-11");
            unusable.put(name, Long.toUnsignedString(unixNanos));
        }
        return unixNanos <= 0 ? null : Instant.ofEpochSecond(0, unixNanos);
    }

    /** Null if neither the number nor the text is one. */
    private @Nullable Severity severity(Map<String, @Nullable Object> unusable) {
        var number = log.getSeverityNumberValue();
        var numbered = Severity.numbered(number).orElse(null);
        if (numbered == null && number != 0) {
            refuseIfStrict("severity", "must be a number of 1 to 24");
            unusable.put("severity_number", (long) number);
        }
        return numbered == null ? SeverityNames.of("severity_text", log.getSeverityText(), false) : numbered;
    }

    /** Null for an id of zeros only, which OpenTelemetry defines as absent. */
    private @Nullable String id(String name, ByteString bytes, int digits, Map<String, @Nullable Object> unusable) {
        var id = format.id(bytes);
        if (id.chars().allMatch(digit -> digit == '0')) {
            return null;
        }
        if (isId(id, digits)) {
            return id;
        }
        refuseIfStrict(name, "must have " + digits / 2 + " bytes");
        unusable.put(name, id);
        return null;
    }

    static boolean isId(String text, int digits) {
        return text.length() == digits && text.chars().allMatch(HexFormat::isHexDigit);
    }

    private void refuseIfStrict(String field, String reason) {
        if (values.handling() == Handling.STRICT) {
            throw new InvalidLogEventException(field, reason);
        }
    }

    private Map<String, @Nullable Object> attributes(Severity severity) {
        var all = new LinkedHashMap<String, @Nullable Object>(values.attributes(log.getAttributesList()));
        // Unless it is just the severity's name.
        putIfSet(all, "otel.severity_text", log.getSeverityText().equals(severity.name()) ? "" : log.getSeverityText());
        putIfSet(all, "otel.event_name", log.getEventName());
        if (log.getFlags() != 0) {
            all.putIfAbsent("otel.flags", Integer.toUnsignedLong(log.getFlags()));
        }
        if (log.getDroppedAttributesCount() != 0) {
            all.putIfAbsent("otel.dropped_attributes_count", Integer.toUnsignedLong(log.getDroppedAttributesCount()));
        }
        var scope = origin.ofScope.getScope();
        putIfSet(all, "otel.scope.name", scope.getName());
        putIfSet(all, "otel.scope.version", scope.getVersion());
        putIfSet(all, "otel.scope.schema_url", origin.ofScope.getSchemaUrl());
        putIfSet(all, "otel.resource.schema_url", origin.ofResource.getSchemaUrl());
        putBelow(all, "scope.", origin.scopeAttributes.map());
        putBelow(all, "resource.", origin.resourceAttributes.map());
        return all;
    }

    private static void putIfSet(Map<String, @Nullable Object> all, String name, String value) {
        if (!value.isEmpty()) {
            all.putIfAbsent(name, value);
        }
    }

    private static void putBelow(Map<String, @Nullable Object> all, String prefix, Map<String, @Nullable Object> more) {
        more.forEach((name, value) -> all.put(all.containsKey(name) ? prefix + name : name, value));
    }
}
