package io.logcast.consumer.webhooks.formats;

import static io.logcast.testing.LogEventFixtures.fullEvent;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import io.logcast.model.event.LogEvent;
import io.logcast.model.event.Severity;
import io.opentelemetry.proto.collector.logs.v1.ExportLogsPartialSuccess;
import io.opentelemetry.proto.collector.logs.v1.ExportLogsServiceRequest;
import io.opentelemetry.proto.collector.logs.v1.ExportLogsServiceResponse;
import io.opentelemetry.proto.common.v1.AnyValue;
import io.opentelemetry.proto.common.v1.InstrumentationScope;
import io.opentelemetry.proto.common.v1.KeyValue;
import io.opentelemetry.proto.logs.v1.LogRecord;
import io.opentelemetry.proto.logs.v1.ResourceLogs;
import io.opentelemetry.proto.logs.v1.ScopeLogs;
import io.opentelemetry.proto.logs.v1.SeverityNumber;
import io.opentelemetry.proto.resource.v1.Resource;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.zip.GZIPInputStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class OtlpLogsTest {

    private static final Instant TIME = Instant.parse("2026-01-31T23:59:59.123456789Z");
    private static final Instant OBSERVED = Instant.parse("2026-02-01T00:00:00.000000001Z");

    /** The attributes are those that docs/sending.md names. */
    @Test
    void becomesTheRecordThatTheProducerMadeTheEventOf() {
        // Given
        Map<String, @Nullable Object> attributes = new LinkedHashMap<>();
        attributes.put("order", 7L);
        attributes.put("region", "record's");
        attributes.put("otel.severity_text", "Severe");
        attributes.put("otel.event_name", "card.declined");
        attributes.put("otel.flags", 0xFFFF_FFFFL);
        attributes.put("otel.dropped_attributes_count", 3L);
        attributes.put("otel.scope.name", "io.example.Cards");
        attributes.put("otel.scope.version", "1.2");
        attributes.put("otel.scope.schema_url", "https://example.com/scope");
        attributes.put("otel.resource.schema_url", "https://example.com/resource");
        attributes.put("scope.region", "scope's");
        attributes.put("service.name", "payments/api");
        attributes.put("resource.region", "resource's");
        attributes.put("host.name", "node-1");
        var event = event(attributes, "payments.api", "declined");
        // When
        var request = OtlpLogs.request(List.of(event));
        // Then
        var log = LogRecord.newBuilder()
                .setTimeUnixNano(1769903999123456789L)
                .setObservedTimeUnixNano(1769904000000000001L)
                .setSeverityNumber(SeverityNumber.SEVERITY_NUMBER_ERROR2)
                .setSeverityText("Severe")
                .setEventName("card.declined")
                .setBody(AnyValue.newBuilder().setStringValue("declined"))
                .addAttributes(KeyValue.newBuilder()
                        .setKey("order")
                        .setValue(AnyValue.newBuilder().setIntValue(7)))
                .addAttributes(text("region", "record's"))
                .addAttributes(text("log.record.uid", event.id().toString()))
                .setDroppedAttributesCount(3)
                .setFlags(0xFFFF_FFFF)
                .setTraceId(bytes("4bf92f3577b34da6a3ce929d0e0e4736"))
                .setSpanId(bytes("00f067aa0ba902b7"));
        var scope = ScopeLogs.newBuilder()
                .setScope(InstrumentationScope.newBuilder()
                        .setName("io.example.Cards")
                        .setVersion("1.2")
                        .addAttributes(text("region", "scope's")))
                .setSchemaUrl("https://example.com/scope")
                .addLogRecords(log);
        assertThat(request)
                .isEqualTo(ExportLogsServiceRequest.newBuilder()
                        .addResourceLogs(ResourceLogs.newBuilder()
                                .setResource(Resource.newBuilder()
                                        .addAttributes(text("service.name", "payments/api"))
                                        .addAttributes(text("region", "resource's"))
                                        .addAttributes(text("host.name", "node-1")))
                                .setSchemaUrl("https://example.com/resource")
                                .addScopeLogs(scope))
                        .build());
    }

    @Test
    void hasNoBodyIfTheMessageIsTheEventsName() {
        var log = onlyLog(event(Map.of("otel.event_name", "started"), "app", "started"));
        assertThat(log.getEventName()).isEqualTo("started");
        assertThat(log.hasBody()).isFalse();
    }

    @Test
    void keepsTheRecordsOwnServiceNameBesideTheResources() {
        // When
        var request = OtlpLogs.request(
                List.of(event(Map.of("service.name", "record's", "resource.service.name", "app"), "app", "hello")));
        // Then
        var resource = request.getResourceLogs(0);
        assertThat(resource.getResource().getAttributesList()).containsExactly(text("service.name", "app"));
        assertThat(resource.getScopeLogs(0).getLogRecords(0).getAttributesList())
                .contains(text("service.name", "record's"));
    }

    @Test
    void namesTheSourceAsTheService() {
        assertThat(resource(event(Map.of(), "payments.api", "hello")).getAttributesList())
                .containsExactly(text("service.name", "payments.api"));
        assertThat(resource(event(Map.of(), LogEvent.UNKNOWN_SOURCE, "hello")).getAttributesList())
                .isEmpty();
    }

    @Test
    void keepsASourceThatIsNotTheService() {
        // Given
        var event = event(Map.of("service.name", "payments"), "gateway", "hello");
        // Then
        assertThat(resource(event).getAttributesList()).containsExactly(text("service.name", "payments"));
        assertThat(onlyLog(event).getAttributesList()).contains(text("logcast.source", "gateway"));
    }

    @Test
    void leavesWhatIsNotOfTheProducersTypeAnAttribute() {
        // When
        var log = onlyLog(event(
                Map.of("otel.flags", -1L, "otel.dropped_attributes_count", "3", "log.record.uid", "own"), "app", "hi"));
        // Then
        assertThat(log.getFlags()).isZero();
        assertThat(log.getAttributesList())
                .extracting(KeyValue::getKey)
                .containsExactlyInAnyOrder("otel.flags", "otel.dropped_attributes_count", "log.record.uid");
        assertThat(log.getAttributesList()).contains(text("log.record.uid", "own"));
    }

    @Test
    void groupsRecordsOfOneResourceAndOneScopeInOrder() {
        // When
        var request = OtlpLogs.request(List.of(
                event(Map.of("otel.scope.name", "a"), "app", "1"),
                event(Map.of("otel.scope.name", "b"), "app", "2"),
                event(Map.of("otel.scope.name", "a"), "app", "3"),
                event(Map.of("host.name", "other"), "app", "4")));
        // Then
        assertThat(request.getResourceLogsList()).hasSize(2);
        var scopes = request.getResourceLogs(0).getScopeLogsList();
        assertThat(scopes).hasSize(2);
        assertThat(scopes.get(0).getLogRecordsList())
                .extracting(log -> log.getBody().getStringValue())
                .containsExactly("1", "3");
    }

    @Test
    void keepsAttributesOfAllTypesThroughGzip() throws IOException {
        // Given
        var event = fullEvent();
        // When
        var body = Body.otlp(List.of(event));
        // Then
        assertThat(body.contentType()).isEqualTo("application/x-protobuf");
        assertThat(body.encoding()).isEqualTo("gzip");
        var request = ExportLogsServiceRequest.parseFrom(new GZIPInputStream(new ByteArrayInputStream(body.bytes())));
        var log = request.getResourceLogs(0).getScopeLogs(0).getLogRecords(0);
        assertThat(log.getBody().getStringValue()).isEqualTo(event.message());
        var attributes = new LinkedHashMap<String, @Nullable Object>();
        log.getAttributesList().forEach(attribute -> attributes.put(attribute.getKey(), value(attribute.getValue())));
        assertThat(attributes.remove("log.record.uid")).isEqualTo(event.id().toString());
        assertThat(attributes).isEqualTo(event.attributes());
    }

    @Test
    void countsTheRecordsThatAReceiverRefused() {
        var partial =
                ExportLogsPartialSuccess.newBuilder().setRejectedLogRecords(3).setErrorMessage("too old");
        var answer = ExportLogsServiceResponse.newBuilder()
                .setPartialSuccess(partial)
                .build();
        assertThat(OtlpAnswer.rejected(answer.toByteArray())).isEqualTo(3);
        assertThat(OtlpAnswer.rejected(new byte[0])).isZero();
        assertThat(OtlpAnswer.rejected("<html>".getBytes(UTF_8))).isZero();
    }

    private static @Nullable Object value(AnyValue value) {
        return switch (value.getValueCase()) {
            case STRING_VALUE -> value.getStringValue();
            case BOOL_VALUE -> value.getBoolValue();
            case INT_VALUE -> value.getIntValue();
            case DOUBLE_VALUE -> value.getDoubleValue();
            case ARRAY_VALUE -> {
                var list = new ArrayList<@Nullable Object>();
                value.getArrayValue().getValuesList().forEach(element -> list.add(value(element)));
                yield list;
            }
            case KVLIST_VALUE -> {
                var map = new LinkedHashMap<String, @Nullable Object>();
                value.getKvlistValue()
                        .getValuesList()
                        .forEach(entry -> map.put(entry.getKey(), value(entry.getValue())));
                yield map;
            }
            default -> null;
        };
    }

    private static LogRecord onlyLog(LogEvent event) {
        return OtlpLogs.request(List.of(event))
                .getResourceLogs(0)
                .getScopeLogs(0)
                .getLogRecords(0);
    }

    private static Resource resource(LogEvent event) {
        return OtlpLogs.request(List.of(event)).getResourceLogs(0).getResource();
    }

    private static LogEvent event(Map<String, @Nullable Object> attributes, String source, String message) {
        return new LogEvent(
                UUID.randomUUID(),
                TIME,
                OBSERVED,
                Severity.ERROR2,
                source,
                message,
                attributes,
                "4bf92f3577b34da6a3ce929d0e0e4736",
                "00f067aa0ba902b7");
    }

    private static KeyValue text(String key, String value) {
        return KeyValue.newBuilder()
                .setKey(key)
                .setValue(AnyValue.newBuilder().setStringValue(value))
                .build();
    }

    private static ByteString bytes(String hex) {
        return ByteString.copyFrom(HexFormat.of().parseHex(hex));
    }
}
