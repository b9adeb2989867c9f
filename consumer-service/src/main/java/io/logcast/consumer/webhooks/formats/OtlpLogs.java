package io.logcast.consumer.webhooks.formats;

import com.google.protobuf.ByteString;
import io.logcast.model.event.LogEvent;
import io.opentelemetry.proto.collector.logs.v1.ExportLogsServiceRequest;
import io.opentelemetry.proto.common.v1.AnyValue;
import io.opentelemetry.proto.common.v1.InstrumentationScope;
import io.opentelemetry.proto.logs.v1.LogRecord;
import io.opentelemetry.proto.logs.v1.ScopeLogs;
import io.opentelemetry.proto.logs.v1.SeverityNumber;
import io.opentelemetry.proto.resource.v1.Resource;
import java.time.Instant;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** Events as OTLP's log records: what the producer made of a record becomes that record again. */
final class OtlpLogs {

    /** The attribute for a record's id in OpenTelemetry's semantic conventions. */
    private static final String ID = "log.record.uid";

    /** Our source, if it does not follow from the service's name. */
    private static final String SOURCE = "logcast.source";

    private static final String SERVICE_NAME = "service.name";

    private OtlpLogs() {}

    private record OfResource(Resource resource, String schemaUrl) {}

    private record OfScope(InstrumentationScope scope, String schemaUrl) {}

    /** A request with the events. Those of one resource and one scope are together, in order. */
    static ExportLogsServiceRequest request(List<LogEvent> events) {
        var groups = new LinkedHashMap<OfResource, Map<OfScope, ScopeLogs.Builder>>();
        events.forEach(event -> add(groups, event));
        var request = ExportLogsServiceRequest.newBuilder();
        groups.forEach((resource, scopes) -> {
            var logs = request.addResourceLogsBuilder()
                    .setResource(resource.resource)
                    .setSchemaUrl(resource.schemaUrl);
            scopes.values().forEach(logs::addScopeLogs);
        });
        return request.build();
    }

    private static void add(Map<OfResource, Map<OfScope, ScopeLogs.Builder>> groups, LogEvent event) {
        var attributes = new OtlpAttributes(event.attributes());
        // In this order: the record gets the attributes that neither of the others has taken.
        var resource = resource(event, attributes);
        var scope = scope(attributes);
        var log = log(event, attributes);
        groups.computeIfAbsent(resource, key -> new LinkedHashMap<>())
                .computeIfAbsent(
                        scope, key -> ScopeLogs.newBuilder().setScope(key.scope).setSchemaUrl(key.schemaUrl))
                .addLogRecords(log);
    }

    private static OfResource resource(LogEvent event, OtlpAttributes attributes) {
        var schemaUrl = attributes.takeText("otel.resource.schema_url");
        var own = attributes.takeResource();
        var resource = Resource.newBuilder();
        if (!own.containsKey(SERVICE_NAME) && !event.source().equals(LogEvent.UNKNOWN_SOURCE)) {
            resource.addAttributes(OtlpAttributes.keyValue(SERVICE_NAME, event.source()));
        }
        own.forEach((name, value) -> resource.addAttributes(OtlpAttributes.keyValue(name, value)));
        if (!event.source().equals(sourceOf(own, event))) {
            attributes.putIfAbsent(SOURCE, event.source());
        }
        return new OfResource(resource.build(), schemaUrl);
    }

    /** The source that the producer would give to a record of that resource. */
    private static String sourceOf(Map<String, @Nullable Object> resource, LogEvent event) {
        var service = resource.get(SERVICE_NAME);
        return service == null ? event.source() : LogEvent.sourceOf(service.toString());
    }

    private static OfScope scope(OtlpAttributes attributes) {
        var schemaUrl = attributes.takeText("otel.scope.schema_url");
        var scope = InstrumentationScope.newBuilder()
                .setName(attributes.takeText("otel.scope.name"))
                .setVersion(attributes.takeText("otel.scope.version"));
        attributes.takeScope().forEach((name, value) -> scope.addAttributes(OtlpAttributes.keyValue(name, value)));
        return new OfScope(scope.build(), schemaUrl);
    }

    private static LogRecord log(LogEvent event, OtlpAttributes attributes) {
        var log = LogRecord.newBuilder()
                .setObservedTimeUnixNano(unixNanos(event.observedTimestamp()))
                .setSeverityNumber(SeverityNumber.forNumber(event.severity().number()))
                .setFlags(attributes.takeUnsigned("otel.flags"))
                .setDroppedAttributesCount(attributes.takeUnsigned("otel.dropped_attributes_count"))
                .setEventName(attributes.takeText("otel.event_name"));
        var severity = attributes.takeText("otel.severity_text");
        log.setSeverityText(severity.isEmpty() ? event.severity().name() : severity);
        if (event.timestamp() != null) {
            log.setTimeUnixNano(unixNanos(event.timestamp()));
        }
        // The producer uses the event's name as the message of a record without a body.
        if (!event.message().equals(log.getEventName())) {
            log.setBody(AnyValue.newBuilder().setStringValue(event.message()));
        }
        if (event.traceId() != null) {
            log.setTraceId(bytes(event.traceId()));
        }
        if (event.spanId() != null) {
            log.setSpanId(bytes(event.spanId()));
        }
        attributes.putIfAbsent(ID, event.id().toString());
        attributes.rest().forEach((name, value) -> log.addAttributes(OtlpAttributes.keyValue(name, value)));
        return log.build();
    }

    /** An event's times are before 2262, so they fit. */
    private static long unixNanos(Instant time) {
        return TimeUnit.SECONDS.toNanos(time.getEpochSecond()) + time.getNano();
    }

    private static ByteString bytes(String hex) {
        return ByteString.copyFrom(HexFormat.of().parseHex(hex));
    }
}
