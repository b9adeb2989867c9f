package io.logcast.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.google.protobuf.ByteString;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.opentelemetry.proto.collector.logs.v1.ExportLogsServiceRequest;
import io.opentelemetry.proto.common.v1.AnyValue;
import io.opentelemetry.proto.common.v1.ArrayValue;
import io.opentelemetry.proto.common.v1.InstrumentationScope;
import io.opentelemetry.proto.common.v1.KeyValue;
import io.opentelemetry.proto.common.v1.KeyValueList;
import io.opentelemetry.proto.logs.v1.LogRecord;
import io.opentelemetry.proto.logs.v1.ResourceLogs;
import io.opentelemetry.proto.logs.v1.ScopeLogs;
import io.opentelemetry.proto.logs.v1.SeverityNumber;
import io.opentelemetry.proto.resource.v1.Resource;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.Test;

/** Records that come in by OTLP and go out by OTLP are the same, but for what docs/webhooks.md names. */
class OtlpRoundTripIT extends InstalledServices {

    private static final Duration PATIENCE = Duration.ofMinutes(2);
    private static final String ID = "log.record.uid";

    private final List<ResourceLogs> received = new CopyOnWriteArrayList<>();

    @Test
    void recordsGoOutAsTheyCameIn() throws IOException, InterruptedException {
        // Given
        var target = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        target.createContext("/v1/logs", this::receive);
        target.start();
        try {
            var url = "http://127.0.0.1:" + target.getAddress().getPort() + "/v1/logs";
            SubscriptionClient.put(
                    consumer.baseUri(), "collector", Map.of("push", Map.of("url", url, "format", "otlp")));
            var sent = List.of(payments(), orders());
            // When
            assertThat(export(ExportLogsServiceRequest.newBuilder()
                            .addAllResourceLogs(sent)
                            .build()))
                    .isEqualTo(200);
            // Then
            await().atMost(PATIENCE)
                    .until(() -> records(received).size() == records(sent).size());
            assertThat(received)
                    .extracting(OtlpRoundTripIT::withoutWhatWeAdd)
                    .containsExactlyInAnyOrderElementsOf(
                            sent.stream().map(OtlpRoundTripIT::withoutWhatWeAdd).toList());
            assertThat(records(received))
                    .allSatisfy(log -> assertThat(log.getAttributesList())
                            .filteredOn(attribute -> attribute.getKey().equals(ID))
                            .hasSize(1));
        } finally {
            target.stop(0);
        }
    }

    private static List<LogRecord> records(List<ResourceLogs> resources) {
        return resources.stream()
                .flatMap(resource -> resource.getScopeLogsList().stream())
                .flatMap(scope -> scope.getLogRecordsList().stream())
                .toList();
    }

    /** The producer sets the observed time, and each event has an id. */
    private static ResourceLogs withoutWhatWeAdd(ResourceLogs resource) {
        var builder = resource.toBuilder();
        for (var scope : builder.getScopeLogsBuilderList()) {
            for (var log : scope.getLogRecordsBuilderList()) {
                var own = log.getAttributesList().stream()
                        .filter(attribute -> !attribute.getKey().equals(ID))
                        .toList();
                log.clearObservedTimeUnixNano().clearAttributes().addAllAttributes(own);
            }
        }
        return builder.build();
    }

    /** Everything that a record, its scope and its resource can have. */
    private static ResourceLogs payments() {
        var full = LogRecord.newBuilder()
                .setTimeUnixNano(1769903999123456789L)
                .setObservedTimeUnixNano(1769903999123456790L)
                .setSeverityNumber(SeverityNumber.SEVERITY_NUMBER_ERROR2)
                .setSeverityText("Severe")
                .setEventName("card.declined")
                .setBody(text("card declined\nfor the second time"))
                .addAttributes(attribute("region", text("record's")))
                .addAttributes(attribute("order", integer(9_007_199_254_740_993L)))
                .addAttributes(attribute("ratio", number(0.5)))
                .addAttributes(attribute("whole", number(3)))
                .addAttributes(attribute(
                        "paid", AnyValue.newBuilder().setBoolValue(true).build()))
                .addAttributes(attribute("nothing", AnyValue.getDefaultInstance()))
                .addAttributes(attribute("nested", nested()))
                .setDroppedAttributesCount(3)
                .setFlags(1)
                .setTraceId(bytes("4bf92f3577b34da6a3ce929d0e0e4736"))
                .setSpanId(bytes("00f067aa0ba902b7"));
        var withoutBody = LogRecord.newBuilder()
                .setTimeUnixNano(1769903999123456791L)
                .setSeverityNumber(SeverityNumber.SEVERITY_NUMBER_ERROR)
                .setSeverityText("ERROR")
                .setEventName("card.blocked")
                // Or an attribute of the scope would be the record's.
                .addAttributes(attribute("region", text("record's")));
        return ResourceLogs.newBuilder()
                .setResource(Resource.newBuilder()
                        .addAttributes(attribute("service.name", text("payments/api")))
                        .addAttributes(attribute("k8s.pod.name", text("payments-1")))
                        .addAttributes(attribute("region", text("resource's"))))
                .setSchemaUrl("https://opentelemetry.io/schemas/1.27.0")
                .addScopeLogs(ScopeLogs.newBuilder()
                        .setScope(InstrumentationScope.newBuilder()
                                .setName("io.example.Cards")
                                .setVersion("1.2")
                                .addAttributes(attribute("region", text("scope's"))))
                        .setSchemaUrl("https://opentelemetry.io/schemas/1.26.0")
                        .addLogRecords(full)
                        .addLogRecords(withoutBody))
                .build();
    }

    /** Another source, so another message: values at the edges of their types. */
    private static ResourceLogs orders() {
        var log = LogRecord.newBuilder()
                .setTimeUnixNano(1)
                .setSeverityNumber(SeverityNumber.SEVERITY_NUMBER_TRACE)
                .setSeverityText("TRACE")
                .setBody(text("注文 📦 \u0001\t\"\\"))
                .addAttributes(attribute("least", integer(Long.MIN_VALUE)))
                .addAttributes(attribute("most", integer(Long.MAX_VALUE)))
                .addAttributes(attribute("tiny", number(Double.MIN_VALUE)))
                .addAttributes(attribute("huge", number(-Double.MAX_VALUE)))
                .addAttributes(attribute("empty", text("")))
                .addAttributes(attribute(
                        "no elements",
                        AnyValue.newBuilder()
                                .setArrayValue(ArrayValue.getDefaultInstance())
                                .build()))
                .addAttributes(attribute(
                        "no entries",
                        AnyValue.newBuilder()
                                .setKvlistValue(KeyValueList.getDefaultInstance())
                                .build()))
                .setFlags(-1)
                .setDroppedAttributesCount(-1);
        return ResourceLogs.newBuilder()
                .setResource(Resource.newBuilder().addAttributes(attribute("service.name", text("orders"))))
                .addScopeLogs(ScopeLogs.newBuilder()
                        .setScope(InstrumentationScope.getDefaultInstance())
                        .addLogRecords(log))
                .build();
    }

    private static AnyValue nested() {
        return AnyValue.newBuilder()
                .setKvlistValue(KeyValueList.newBuilder()
                        .addValues(attribute(
                                "list",
                                AnyValue.newBuilder()
                                        .setArrayValue(ArrayValue.newBuilder()
                                                .addValues(text("a"))
                                                .addValues(integer(1))
                                                .addValues(number(1))
                                                .addValues(AnyValue.getDefaultInstance()))
                                        .build())))
                .build();
    }

    private static KeyValue attribute(String key, AnyValue value) {
        return KeyValue.newBuilder().setKey(key).setValue(value).build();
    }

    private static AnyValue text(String text) {
        return AnyValue.newBuilder().setStringValue(text).build();
    }

    private static AnyValue integer(long value) {
        return AnyValue.newBuilder().setIntValue(value).build();
    }

    private static AnyValue number(double value) {
        return AnyValue.newBuilder().setDoubleValue(value).build();
    }

    private static ByteString bytes(String hex) {
        return ByteString.copyFrom(HexFormat.of().parseHex(hex));
    }

    private static int export(ExportLogsServiceRequest request) throws IOException, InterruptedException {
        var post = HttpRequest.newBuilder(producer.baseUri().resolve("/v1/logs"))
                .header("Content-Type", "application/x-protobuf")
                .timeout(PATIENCE)
                .POST(BodyPublishers.ofByteArray(request.toByteArray()))
                .build();
        return HttpClient.newHttpClient().send(post, BodyHandlers.discarding()).statusCode();
    }

    private void receive(HttpExchange exchange) throws IOException {
        received.addAll(ExportLogsServiceRequest.parseFrom(new GZIPInputStream(exchange.getRequestBody()))
                .getResourceLogsList());
        // An ExportLogsServiceResponse without fields has no bytes.
        exchange.sendResponseHeaders(200, -1);
        exchange.close();
    }
}
