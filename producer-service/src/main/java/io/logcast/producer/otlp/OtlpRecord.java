package io.logcast.producer.otlp;

import com.google.protobuf.ByteString;
import io.logcast.model.event.InvalidLogEventException;
import io.logcast.model.event.LogEvent;
import io.logcast.model.event.Severity;
import io.logcast.model.fields.FittingAttributes;
import io.logcast.model.fields.SeverityNames;
import io.logcast.model.wire.LogEventReader;
import io.opentelemetry.proto.logs.v1.LogRecord;
import io.opentelemetry.proto.logs.v1.ResourceLogs;
import io.opentelemetry.proto.logs.v1.ScopeLogs;
import java.time.Instant;
import java.util.Base64;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A log record with its scope and resource. Attributes of all three become attributes of the event under their own names. If
 * two have the same name, the record's keeps it, and the other's name is prefixed with {@code scope.} or {@code resource.}.
 */
record OtlpRecord(Origin origin, LogRecord log, OtlpFormat format) {

    private static final String SERVICE_NAME = "service.name";

    /** The parts that many records share. */
    record Origin(
            ResourceLogs ofResource,
            ScopeLogs ofScope,
            SharedAttributes resourceAttributes,
            SharedAttributes scopeAttributes) {}

    /** @throws InvalidLogEventException naming the field that breaks its rule */
    LogEvent event(LogEventReader.Defaults defaults) {
        var fallbacks = defaults.fallbacks();
        var service = origin.resourceAttributes.map().get(SERVICE_NAME);
        var source = service == null ? fallbacks.sourceOrUnknown() : LogEvent.sourceOf(service.toString());
        return new LogEvent(
                defaults.id(source),
                time(log.getTimeUnixNano() == 0 ? log.getObservedTimeUnixNano() : log.getTimeUnixNano()),
                defaults.observedTimestamp(),
                severity(fallbacks.severity()),
                source,
                message(),
                FittingAttributes.of(fallbacks.addTo(attributes(), service == null)),
                hex("trace_id", log.getTraceId(), 16),
                hex("span_id", log.getSpanId(), 8));
    }

    /** The body as text, or the event name: exporters send an empty body if a record has none. */
    private String message() {
        var body = AnyValues.text(log.getBody());
        return body.isEmpty() ? log.getEventName() : body;
    }

    private static @Nullable Instant time(long unixNanos) {
        if (unixNanos < 0) {
            throw new InvalidLogEventException("timestamp", "must lie between 1970-01-01 and 2262-04-11");
        }
        return unixNanos == 0 ? null : Instant.ofEpochSecond(0, unixNanos);
    }

    private Severity severity(Severity fallback) {
        var number = log.getSeverityNumberValue();
        if (number == 0) {
            var named = SeverityNames.of("severity_text", log.getSeverityText(), false);
            return named == null ? fallback : named;
        }
        return Severity.numbered(number)
                .orElseThrow(() -> new InvalidLogEventException("severity", "must be a number of 1 to 24"));
    }

    private Map<String, @Nullable Object> attributes() {
        var all = new LinkedHashMap<String, @Nullable Object>(AnyValues.attributes(log.getAttributesList()));
        putIfSet(all, "otel.severity_text", severityText());
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

    /** The severity text, unless it is just the severity's name. */
    private String severityText() {
        return log.getSeverityText().equals(severity(Severity.INFO).name()) ? "" : log.getSeverityText();
    }

    private static void putIfSet(Map<String, @Nullable Object> all, String name, String value) {
        if (!value.isEmpty()) {
            all.putIfAbsent(name, value);
        }
    }

    private static void putBelow(Map<String, @Nullable Object> all, String prefix, Map<String, @Nullable Object> more) {
        more.forEach((name, value) -> all.put(all.containsKey(name) ? prefix + name : name, value));
    }

    /** Null for an id of zeros only, which OpenTelemetry defines as absent. */
    private @Nullable String hex(String field, ByteString id, int bytes) {
        // OTLP's JSON has ids in hex, but protobuf's reader has decoded them as Base64.
        var hex = format == OtlpFormat.JSON
                ? Base64.getEncoder().encodeToString(id.toByteArray())
                : HexFormat.of().formatHex(id.toByteArray());
        if (hex.chars().allMatch(digit -> digit == '0')) {
            return null;
        }
        if (hex.length() != bytes * 2) {
            throw new InvalidLogEventException(field, "must have " + bytes + " bytes");
        }
        return hex;
    }
}
