package io.logcast.producer.otlp;

import static io.logcast.producer.LogEventFixtures.aside;
import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.google.protobuf.ByteString;
import com.google.protobuf.CodedInputStream;
import com.google.protobuf.CodedOutputStream;
import io.logcast.model.event.LogEvent;
import io.logcast.model.event.Severity;
import io.logcast.model.wire.LogMessage;
import io.logcast.producer.InMemoryChannels;
import io.logcast.producer.LogsChannelTest;
import io.opentelemetry.proto.collector.logs.v1.ExportLogsPartialSuccess;
import io.opentelemetry.proto.collector.logs.v1.ExportLogsServiceRequest;
import io.opentelemetry.proto.collector.logs.v1.ExportLogsServiceResponse;
import io.opentelemetry.proto.common.v1.AnyValue;
import io.opentelemetry.proto.common.v1.ArrayValue;
import io.opentelemetry.proto.common.v1.InstrumentationScope;
import io.opentelemetry.proto.common.v1.KeyValue;
import io.opentelemetry.proto.logs.v1.LogRecord;
import io.opentelemetry.proto.logs.v1.ResourceLogs;
import io.opentelemetry.proto.logs.v1.ScopeLogs;
import io.opentelemetry.proto.logs.v1.SeverityNumber;
import io.opentelemetry.proto.resource.v1.Resource;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.Response;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.Collections;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.zip.GZIPOutputStream;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.eclipse.microprofile.reactive.messaging.Message;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@QuarkusTest
@WithTestResource(InMemoryChannels.class)
class OtlpTest extends LogsChannelTest {

    private static final String PATH = "/v1/logs";
    private static final String PROTOBUF = "application/x-protobuf";
    private static final String TRACE = "4bf92f3577b34da6a3ce929d0e0e4736";
    private static final String SPAN = "00f067aa0ba902b7";

    @Test
    void carriesOverWhatARecordHas() throws Exception {
        // When
        var answer = post(PROTOBUF, request(record().build()).toByteArray());
        // Then
        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(answer.contentType()).isEqualTo(PROTOBUF);
        assertThat(ExportLogsServiceResponse.parseFrom(answer.asByteArray()))
                .isEqualTo(ExportLogsServiceResponse.getDefaultInstance());
        assertRecord(events().get(0));
    }

    @Test
    void readsIdsOfJsonAsHex() {
        // When
        var answer = given().contentType("application/json")
                .body("""
                        {"resourceLogs":[{"resource":{"attributes":[
                          {"key":"service.name","value":{"stringValue":"payments/api"}},
                          {"key":"tenant","value":{"stringValue":"acme"}}]},
                         "scopeLogs":[{"scope":{"name":"io.example.Cards","version":"1.2"},"logRecords":[
                          {"timeUnixNano":"1769903999123456789","severityNumber":18,"severityText":"SEVERE",
                           "body":{"stringValue":"card declined"},"unknownField":1,
                           "attributes":[{"key":"order","value":{"intValue":"4711"}},
                             {"key":"tags","value":{"arrayValue":{"values":[{"stringValue":"a"},{"boolValue":true}]}}},
                             {"key":"tenant","value":{"stringValue":"record's"}}],
                           "traceId":"%s","spanId":"%s"}]}]}]}""".formatted(TRACE, SPAN))
                .post(PATH);
        // Then
        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(answer.jsonPath().getMap("$")).isEmpty();
        assertRecord(events().get(0));
    }

    @Test
    void readsTheNamesOfSeverities() throws Exception {
        // When
        var body = request(
                record().setSeverityNumberValue(0).setSeverityText("critical").build());
        var answer = post(PROTOBUF, body.toByteArray());
        // Then
        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(events().get(0).severity()).isEqualTo(Severity.ERROR2);
        assertThat(events().get(0).attributes()).containsEntry("otel.severity_text", "critical");
    }

    private static void assertRecord(LogEvent event) {
        assertThat(event.timestamp()).isEqualTo(Instant.ofEpochSecond(0, 1769903999123456789L));
        assertThat(event.severity()).isEqualTo(Severity.ERROR2);
        assertThat(event.source()).isEqualTo("payments.api");
        assertThat(event.message()).isEqualTo("card declined");
        assertThat(event.traceId()).isEqualTo(TRACE);
        assertThat(event.spanId()).isEqualTo(SPAN);
        assertThat(event.attributes())
                .containsExactlyInAnyOrderEntriesOf(Map.of(
                        "service.name", "payments/api",
                        "resource.tenant", "acme",
                        "tenant", "record's",
                        "order", 4711L,
                        "tags", List.of("a", true),
                        "otel.severity_text", "SEVERE",
                        "otel.scope.name", "io.example.Cards",
                        "otel.scope.version", "1.2"));
    }

    @Test
    void carriesSchemaUrlsOver() throws Exception {
        // When
        var export = ExportLogsServiceRequest.newBuilder()
                .addResourceLogs(ResourceLogs.newBuilder()
                        .setSchemaUrl("https://example.com/1")
                        .addScopeLogs(ScopeLogs.newBuilder()
                                .setSchemaUrl("https://example.com/2")
                                .addLogRecords(LogRecord.newBuilder().setBody(text("a record")))))
                .build();
        post(PROTOBUF, export.toByteArray());
        // Then
        assertThat(events().get(0).attributes())
                .containsEntry("otel.resource.schema_url", "https://example.com/1")
                .containsEntry("otel.scope.schema_url", "https://example.com/2");
    }

    @Test
    void takesGzip() throws Exception {
        // When
        var answer = given().contentType(PROTOBUF)
                .header("Content-Encoding", "gzip")
                .body(gzip(request(record().build()).toByteArray()))
                .post(PATH);
        // Then
        assertThat(answer.statusCode()).isEqualTo(200);
        assertRecord(events().get(0));
    }

    @Test
    void answers413ToAGzipBomb() throws Exception {
        // When
        var answer = given().contentType(PROTOBUF)
                .header("Content-Encoding", "gzip")
                .body(gzip(new byte[64 * 1024 * 1024]))
                .post(PATH);
        // Then
        assertThat(answer.statusCode()).isEqualTo(413);
        assertThat(status(answer)).contains("at most 4194304 bytes");
    }

    @Test
    void countsTheRecordsThatCanNeverBeAccepted() throws Exception {
        // When
        var partial = partialSuccess(request(
                record().build(),
                record().setBody(text("a\0b")).build(),
                record().setBody(text("x".repeat(64 * 1024 + 1))).build(),
                record().build()));
        // Then
        assertThat(partial.getRejectedLogRecords()).isEqualTo(2);
        assertThat(partial.getErrorMessage()).isEqualTo("record 2: message: must not contain the NUL character");
        assertThat(events()).hasSize(2);
    }

    @Test
    void answers503ToAllWhenTheBrokerRefusesOneMessage() throws Exception {
        // Given
        confirms.hold();
        var body = request(record().build(), record().setSeverityNumberValue(1).build());
        var answer = aside(() -> post(PROTOBUF, body.toByteArray()));
        await().atMost(Duration.ofMinutes(1)).until(() -> confirms.waiting().size() == 2);
        // When
        var first = confirms.waiting().get(0);
        confirms.settle(message -> message == first ? new IllegalStateException("queue full") : null);
        // Then
        assertThat(answer.join().statusCode()).isEqualTo(503);
        assertThat(answer.join().header("Retry-After")).isEqualTo("1");
        assertThat(status(answer.join())).contains("queue full");
    }

    @Test
    void publishesNoMoreOnceItIsToBeSentAgain() throws Exception {
        // Given: more than may be in flight at a time
        confirms.hold();
        var large = record().setBody(text("x".repeat(30_000))).build();
        var body = request(Collections.nCopies(100, large).toArray(LogRecord[]::new));
        var answer = aside(() -> post(PROTOBUF, body.toByteArray()));
        await().atMost(PATIENCE).until(() -> !confirms.waiting().isEmpty());
        // When
        await().atMost(PATIENCE).until(() -> {
            confirms.refuseAll(new IllegalStateException("queue full"));
            return answer.isDone();
        });
        // Then
        assertThat(answer.join().statusCode()).isEqualTo(503);
        assertThat(confirms.sent()).isLessThan(15);
    }

    @Test
    void countsRecordsWhoseResourceIsTooLarge() throws Exception {
        // Given
        var values = ArrayValue.newBuilder();
        for (int i = 0; i < 50_000; i++) {
            values.addValues(AnyValue.newBuilder().setIntValue(1));
        }
        var resource = Resource.newBuilder()
                .addAttributes(attribute("many", AnyValue.newBuilder().setArrayValue(values)));
        var scope = ScopeLogs.newBuilder()
                .addLogRecords(LogRecord.getDefaultInstance())
                .build();
        var export = ExportLogsServiceRequest.newBuilder()
                .addResourceLogs(ResourceLogs.newBuilder()
                        .setResource(resource)
                        .addAllScopeLogs(Collections.nCopies(20_000, scope)))
                .build();
        // When
        var partial = partialSuccess(export);
        // Then
        assertThat(partial.getRejectedLogRecords()).isEqualTo(20_000);
        assertThat(partial.getErrorMessage()).startsWith("record 1: attributes.many: ");
    }

    @Test
    void gathersTooManyAttributesInOne() throws Exception {
        // When
        var partial = partialSuccess(export(attributes("of", 100), attributes("own", 40)));
        // Then
        assertThat(partial.getRejectedLogRecords()).isZero();
        var attributes = events().get(0).attributes();
        assertThat(attributes).hasSize(64).containsEntry("own39", "x").containsEntry("of0", "x");
        assertThat(attributes.get("more"))
                .asInstanceOf(InstanceOfAssertFactories.MAP)
                .hasSize(140 - 63)
                .containsEntry("of99", "x");
    }

    @Test
    void keepsAsManyAttributesAsAnEventMayHave() throws Exception {
        // When
        var partial = partialSuccess(export(attributes("of", 24), attributes("own", 40)));
        // Then
        assertThat(partial.getRejectedLogRecords()).isZero();
        assertThat(events().get(0).attributes())
                .hasSize(64)
                .containsEntry("of23", "x")
                .doesNotContainKey("more");
    }

    @Test
    void keepsWhatIsNestedTooDeepAsItsJson() throws Exception {
        // Given
        var value = AnyValue.newBuilder().setIntValue(1);
        for (int i = 0; i < 9; i++) {
            value = AnyValue.newBuilder().setArrayValue(ArrayValue.newBuilder().addValues(value));
        }
        // When
        var partial = partialSuccess(export(List.of(), List.of(attribute("deep", value))));
        // Then
        assertThat(partial.getRejectedLogRecords()).isZero();
        var kept = events().get(0).attributes().get("deep");
        for (int i = 0; i < 7; i++) {
            assertThat(kept).isInstanceOf(List.class);
            kept = ((List<?>) kept).get(0);
        }
        assertThat(kept).isEqualTo("[[1]]");
    }

    private static List<KeyValue> attributes(String name, int count) {
        return IntStream.range(0, count)
                .mapToObj(i -> attribute(name + i, text("x")))
                .toList();
    }

    private static ExportLogsServiceRequest export(List<KeyValue> ofResource, List<KeyValue> ofRecord) {
        var log = LogRecord.newBuilder().setBody(text("x")).addAllAttributes(ofRecord);
        return ExportLogsServiceRequest.newBuilder()
                .addResourceLogs(ResourceLogs.newBuilder()
                        .setResource(Resource.newBuilder().addAllAttributes(ofResource))
                        .addScopeLogs(ScopeLogs.newBuilder().addLogRecords(log)))
                .build();
    }

    @Test
    void costsABrokenResourceItsOwnRecordsAlone() throws Exception {
        // Given
        var broken = ResourceLogs.newBuilder()
                .setResource(Resource.newBuilder().addAttributes(attribute("tenant", text("a\0b"))))
                .addScopeLogs(ScopeLogs.newBuilder())
                .addScopeLogs(ScopeLogs.newBuilder().addLogRecords(record()).addLogRecords(record()));
        var export = ExportLogsServiceRequest.newBuilder()
                .addResourceLogs(broken)
                .addAllResourceLogs(request(record().build()).getResourceLogsList())
                .build();
        // When
        var partial = partialSuccess(export);
        // Then
        assertThat(partial.getRejectedLogRecords()).isEqualTo(2);
        assertThat(partial.getErrorMessage())
                .isEqualTo("record 1: attributes.tenant: must not contain the NUL character");
        assertThat(events()).hasSize(1);
    }

    @Test
    void answers400ToWhatIsNoExport() throws Exception {
        assertThat(status(post(PROTOBUF, new byte[] {(byte) 0xFF, 1, 2}))).contains("ExportLogsServiceRequest");
        assertThat(post(PROTOBUF, new byte[] {(byte) 0xFF, 1, 2}).statusCode()).isEqualTo(400);
        for (var json : List.of("", "{", "[]", "{\"resourceLogs\":3}", "{\"a\":1,\"a\":2}", "[".repeat(10_000))) {
            var answer = post("application/json", json.getBytes(StandardCharsets.UTF_8));
            assertThat(answer.statusCode()).as(json).isEqualTo(400);
            assertThat(answer.jsonPath().getInt("code")).isEqualTo(2);
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "\"timeUnixNano\":1e999999999",
                "\"observed_time_unix_nano\":\"1E+999999999\"",
                "\"flags\":[\"1e-999999999\"]",
                "\"severityNumber\":1e999999999",
                "\"body\":{\"intValue\":\"1e999999999\"}",
                "\"body\":{\"doubleValue\":\"1e999999999\"}",
                "\"body\":{\"intValue\":\"%s\"}"
            })
    void answers400ToANumberThatWouldTakeMinutesToRead(String field) {
        // When
        var answer = post("application/json", jsonRecord(field.formatted("9".repeat(1_000_000))));
        // Then
        answer.then().statusCode(400);
        assertThat(answer.path("message").toString())
                .matches("\\w+ must be a number of at most 1000 characters, with an exponent of at most 4 digits");
    }

    @Test
    void takesExponentsAndTextsThatLookLikeNumbers() {
        // When
        var answer = post(
                "application/json",
                jsonRecord("\"timeUnixNano\":\"1769903999e9\",\"body\":{\"stringValue\":\"1e999999999\"}"));
        // Then
        answer.then().statusCode(200);
        assertThat(events().get(0).timestamp()).isEqualTo(Instant.ofEpochSecond(1_769_903_999));
        assertThat(events().get(0).message()).isEqualTo("1e999999999");
    }

    private static byte[] jsonRecord(String fields) {
        return "{\"resourceLogs\":[{\"scopeLogs\":[{\"logRecords\":[{%s}]}]}]}"
                .formatted(fields)
                .getBytes(StandardCharsets.UTF_8);
    }

    @Test
    void refusesMoreObjectsThanItHasRoomFor() throws Exception {
        // Given: two or three bytes each
        var scope = nested(1, nested(2, repeated(new byte[] {0x12, 0}, 500_001)));
        var unknown = repeated(new byte[] {0x78, 0}, 500_001);
        var group = repeated(new byte[] {0x7B, 0x7C}, 500_001);
        var json = "{\"resourceLogs\":[" + "{},".repeat(500_000) + "{}]}";
        // Then
        for (var body : List.of(scope, unknown, group)) {
            var answer = post(PROTOBUF, body);
            assertThat(answer.statusCode()).isEqualTo(413);
            assertThat(status(answer)).contains("at most 500000 elements");
        }
        assertThat(post("application/json", json.getBytes(StandardCharsets.UTF_8))
                        .statusCode())
                .isEqualTo(413);
        assertThat(events()).isEmpty();
    }

    @Test
    void takesAsManyRecordsAsACollectorBatches() throws Exception {
        // Given
        var records = Collections.nCopies(8_192, record().build()).toArray(LogRecord[]::new);
        // When
        var answer = post(PROTOBUF, request(records).toByteArray());
        // Then
        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(events()).hasSize(8_192);
    }

    private static byte[] nested(int field, byte[] content) throws IOException {
        var bytes = new ByteArrayOutputStream();
        var out = CodedOutputStream.newInstance(bytes);
        out.writeByteArray(field, content);
        out.flush();
        return bytes.toByteArray();
    }

    private static byte[] repeated(byte[] part, int times) {
        var bytes = new ByteArrayOutputStream();
        for (int i = 0; i < times; i++) {
            bytes.writeBytes(part);
        }
        return bytes.toByteArray();
    }

    @Test
    void takesAnEmptyExport() {
        assertThat(post(PROTOBUF, new byte[0]).statusCode()).isEqualTo(200);
        assertThat(post("application/json", "{}".getBytes(StandardCharsets.UTF_8))
                        .statusCode())
                .isEqualTo(200);
    }

    @ParameterizedTest
    @ValueSource(strings = {"{}", "{\"stringValue\":\"\"}", "null"})
    void takesTheEventNameForAnEmptyBody(String body) {
        // When
        post("application/json", jsonRecord("\"eventName\":\"user.login\",\"body\":" + body));
        // Then
        assertThat(events().get(0).message()).isEqualTo("user.login");
    }

    @Test
    void skipsAByteOrderMark() {
        assertThat(post("application/json", "\uFEFF{\"resourceLogs\":[]}".getBytes(StandardCharsets.UTF_8))
                        .statusCode())
                .isEqualTo(200);
    }

    @Test
    void countsARecordWhoseJsonIsTooLarge() throws Exception {
        // When
        var partial = partialSuccess(
                request(record().setBody(text("\u0001".repeat(65_536))).build(), record().build()));
        // Then
        assertThat(partial.getRejectedLogRecords()).isEqualTo(1);
        assertThat(partial.getErrorMessage()).startsWith("record 1: message: makes the event larger than 262144 bytes");
        assertThat(events()).hasSize(1);
    }

    @Test
    void saysInTheCallersWordsWhatIsWrong() throws Exception {
        // Given
        var cut = gzip("{\"resourceLogs\":[]}".repeat(20).getBytes(StandardCharsets.UTF_8));
        var answers = List.of(
                given().contentType("application/json")
                        .header("Content-Encoding", "gzip")
                        .body(Arrays.copyOf(cut, cut.length - 7))
                        .post(PATH),
                post("application/json", jsonRecord("\"body\":{\"stringValue\":5}")),
                post("application/json", jsonRecord("\"body\":{\"boolValue\":\"true\"}")),
                post("application/json", jsonRecord("\"traceId\":4711")),
                post("application/json", "{\"resourceLogs\":5}".getBytes(StandardCharsets.UTF_8)),
                post("application/json", "{\"resourceLogs\":NaN}".getBytes(StandardCharsets.UTF_8)),
                post("application/json", ("[".repeat(100)).getBytes(StandardCharsets.UTF_8)));
        // Then
        for (var answer : answers) {
            assertThat(answer.statusCode()).isEqualTo(400);
            assertThat(answer.jsonPath().getString("message"))
                    .isNotBlank()
                    .doesNotContain("null", "com.google", "java", "Feature", "StreamRead");
        }
    }

    @Test
    void answers415ToAnotherContentType() {
        // When
        var answer = post("text/csv", new byte[0]);
        // Then
        assertThat(answer.statusCode()).isEqualTo(415);
        assertThat(answer.jsonPath().getString("message"))
                .isEqualTo("Content-Type must be application/x-protobuf or application/json");
    }

    @Test
    void answersAsItWasAskedWhateverTheClientAccepts() {
        for (var accept : List.of("", "image/png", "text/html")) {
            assertThat(given().contentType("application/json")
                            .header("Accept", accept)
                            .body("{}")
                            .post(PATH)
                            .statusCode())
                    .isEqualTo(200);
        }
    }

    private static LogRecord.Builder record() {
        return LogRecord.newBuilder()
                .setTimeUnixNano(1769903999123456789L)
                .setSeverityNumber(SeverityNumber.SEVERITY_NUMBER_ERROR2)
                .setSeverityText("SEVERE")
                .setBody(text("card declined"))
                .addAttributes(attribute("order", AnyValue.newBuilder().setIntValue(4711)))
                .addAttributes(attribute(
                        "tags",
                        AnyValue.newBuilder()
                                .setArrayValue(ArrayValue.newBuilder()
                                        .addValues(text("a"))
                                        .addValues(AnyValue.newBuilder().setBoolValue(true)))))
                .addAttributes(attribute("tenant", text("record's")))
                .setTraceId(ByteString.copyFrom(HexFormat.of().parseHex(TRACE)))
                .setSpanId(ByteString.copyFrom(HexFormat.of().parseHex(SPAN)));
    }

    private static ExportLogsServiceRequest request(LogRecord... records) {
        var resource = Resource.newBuilder()
                .addAttributes(attribute("service.name", text("payments/api")))
                .addAttributes(attribute("tenant", text("acme")));
        var scope =
                InstrumentationScope.newBuilder().setName("io.example.Cards").setVersion("1.2");
        return ExportLogsServiceRequest.newBuilder()
                .addResourceLogs(ResourceLogs.newBuilder()
                        .setResource(resource)
                        .addScopeLogs(ScopeLogs.newBuilder().setScope(scope).addAllLogRecords(List.of(records))))
                .build();
    }

    private static AnyValue.Builder text(String text) {
        return AnyValue.newBuilder().setStringValue(text);
    }

    private static KeyValue attribute(String key, AnyValue.Builder value) {
        return KeyValue.newBuilder().setKey(key).setValue(value).build();
    }

    private static Response post(String contentType, byte[] body) {
        return given().contentType(contentType).body(body).post(PATH);
    }

    private static ExportLogsPartialSuccess partialSuccess(ExportLogsServiceRequest export) throws IOException {
        var answer = post(PROTOBUF, export.toByteArray());
        assertThat(answer.statusCode()).isEqualTo(200);
        return ExportLogsServiceResponse.parseFrom(answer.asByteArray()).getPartialSuccess();
    }

    /** The message of a google.rpc.Status. */
    private static String status(Response answer) throws IOException {
        var status = CodedInputStream.newInstance(answer.asByteArray());
        assertThat(status.readTag()).isEqualTo(1 << 3);
        status.readInt32();
        assertThat(status.readTag()).isEqualTo(2 << 3 | 2);
        return status.readString();
    }

    private static byte[] gzip(byte[] bytes) throws IOException {
        var gzip = new ByteArrayOutputStream();
        try (var out = new GZIPOutputStream(gzip)) {
            out.write(bytes);
        }
        return gzip.toByteArray();
    }

    private List<LogEvent> events() {
        return channels.<byte[]>sink("logs").received().stream()
                .map(Message::getPayload)
                .flatMap(body -> LogMessage.read(body).events().stream())
                .toList();
    }
}
