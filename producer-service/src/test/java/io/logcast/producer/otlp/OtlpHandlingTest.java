package io.logcast.producer.otlp;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.entry;

import io.logcast.model.event.Severity;
import io.logcast.producer.InMemoryChannels;
import io.logcast.producer.LogsChannelTest;
import io.opentelemetry.proto.collector.logs.v1.ExportLogsServiceRequest;
import io.opentelemetry.proto.collector.logs.v1.ExportLogsServiceResponse;
import io.opentelemetry.proto.common.v1.AnyValue;
import io.opentelemetry.proto.common.v1.KeyValue;
import io.opentelemetry.proto.logs.v1.LogRecord;
import io.opentelemetry.proto.logs.v1.ResourceLogs;
import io.opentelemetry.proto.logs.v1.ScopeLogs;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.Response;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What becomes of records with values that no event can hold. */
@QuarkusTest
@WithTestResource(InMemoryChannels.class)
class OtlpHandlingTest extends LogsChannelTest {

    private static final String PATH = "/v1/logs";
    private static final String PROTOBUF = "application/x-protobuf";
    /** Says nothing of the handling. */
    private static final String LENIENT = "respond-async";

    private static final String STRICT = "handling=strict";

    @ParameterizedTest
    @CsvSource({
        "'\"timeUnixNano\":\"18446744073709551615\"',  otel.time_unix_nano, 18446744073709551615",
        "'\"traceId\":\"4bf92f35\"',                  otel.trace_id,       4bf92f35",
        "'\"traceId\":\"abc\"',                       otel.trace_id,       abc",
        "'\"traceId\":\"/w==\"',                      otel.trace_id,       /w==",
        "'\"trace_id\":\"not-an-id\"',                otel.trace_id,       not-an-id",
        "'\"traceId\":\"4bf92f3577b34da6a3ce929d0e0e473z\"', otel.trace_id, 4bf92f3577b34da6a3ce929d0e0e473z",
        "'\"spanId\":\"00f067aa0ba902b7a\"',          otel.span_id,        00f067aa0ba902b7a",
        "'\"span_id\":\"größer\"',                    otel.span_id,        größer"
    })
    void keepsInJsonWhatNoEventCanHold(String field, String attribute, String value) {
        // When
        var answer = post(LENIENT, field);
        // Then
        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(answer.jsonPath().getMap("$")).isEmpty();
        assertThat(onlyOne().attributes()).containsExactly(entry(attribute, value));
        assertThat(onlyOne().message()).isEqualTo("a \"quoted\" text");
        assertThat(onlyOne().timestamp()).isNull();
        assertThat(onlyOne().traceId()).isNull();
        assertThat(onlyOne().spanId()).isNull();
    }

    @Test
    void keepsTheOtherIdOfARecord() {
        // When
        post(LENIENT, "\"traceId\":\"abc\",\"spanId\":\"00F067AA0BA902B7\",\"eventName\":\"traceId\"");
        // Then
        assertThat(onlyOne().spanId()).isEqualTo("00f067aa0ba902b7");
        assertThat(onlyOne().attributes())
                .containsOnly(entry("otel.trace_id", "abc"), entry("otel.event_name", "traceId"));
    }

    @ParameterizedTest
    @ValueSource(ints = {-1, 25, Integer.MAX_VALUE})
    void keepsANumberThatIsNoSeverity(int number) throws IOException {
        // Given
        var record = record().setSeverityNumberValue(number).setSeverityText("error");
        // When
        var answer = post(LENIENT, record);
        // Then
        assertThat(rejected(answer)).isZero();
        assertThat(onlyOne().severity()).isEqualTo(Severity.ERROR);
        assertThat(onlyOne().attributes())
                .containsOnly(entry("otel.severity_number", (long) number), entry("otel.severity_text", "error"));
    }

    @Test
    void takesTheTimeOfObservationForOneThatNoEventCanHave() throws IOException {
        // Given
        var record = record().setTimeUnixNano(-1).setObservedTimeUnixNano(1_769_903_999_000_000_000L);
        // When
        var answer = post(LENIENT, record);
        // Then
        assertThat(rejected(answer)).isZero();
        assertThat(onlyOne().timestamp()).isEqualTo(Instant.ofEpochSecond(1_769_903_999));
        assertThat(onlyOne().attributes()).containsOnly(entry("otel.time_unix_nano", "18446744073709551615"));
    }

    @Test
    void keepsBothValuesOfAKeyAndAKeyWithoutAName() throws IOException {
        // Given
        var record = record().addAllAttributes(
                        List.of(attribute("tenant", "acme"), attribute("tenant", "other"), attribute("", "x")));
        // When
        var answer = post(LENIENT, record);
        // Then
        assertThat(rejected(answer)).isZero();
        assertThat(onlyOne().attributes())
                .containsOnly(entry("tenant", "acme"), entry("tenant.original", "other"), entry("_", "x"));
    }

    @Test
    void overwritesNoAttributeOfTheClient() throws IOException {
        // Given
        var record = record().setSeverityNumberValue(99).addAttributes(attribute("otel.severity_number", "mine"));
        // When
        post(LENIENT, record);
        // Then
        assertThat(onlyOne().attributes())
                .containsOnly(entry("otel.severity_number", "mine"), entry("otel.severity_number.original", 99L));
    }

    @ParameterizedTest
    @CsvSource({
        "'\"timeUnixNano\":\"18446744073709551615\"', timestamp: must lie between 1970-01-01 and 2262-04-11",
        "'\"severityNumber\":25',                     severity: must be a number of 1 to 24",
        "'\"traceId\":\"abc\"',                       trace_id: must have 16 bytes",
        "'\"spanId\":\"4bf92f35\"',                   span_id: must have 8 bytes",
        "'\"attributes\":[{\"key\":\"a\"},{\"key\":\"a\"}]', attributes.a: occurs twice"
    })
    void refusesThemIfStrict(String field, String reason) {
        // When
        var answer = post(STRICT, field);
        // Then
        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(answer.header("Preference-Applied")).isEqualTo(STRICT);
        assertThat(answer.jsonPath().getString("partialSuccess.rejectedLogRecords"))
                .isEqualTo("1");
        assertThat(answer.jsonPath().getString("partialSuccess.errorMessage")).isEqualTo("record 1: " + reason);
        assertThat(publishedEvents()).isEmpty();
    }

    @Test
    void readsRecordsThatAreAsTheyShouldBeAlikeInBothWays() {
        // Given
        var field = "\"timeUnixNano\":\"1769903999123456789\",\"traceId\":\"4bf92f3577b34da6a3ce929d0e0e4736\"";
        // When
        post(LENIENT, field);
        post(STRICT, field);
        // Then
        assertThat(publishedEvents())
                .hasSize(2)
                .allSatisfy(event -> assertThat(event.traceId()).isEqualTo("4bf92f3577b34da6a3ce929d0e0e4736"));
    }

    private static LogRecord.Builder record() {
        return LogRecord.newBuilder()
                .setBody(AnyValue.newBuilder().setStringValue("x").build());
    }

    private static KeyValue attribute(String key, String value) {
        return KeyValue.newBuilder()
                .setKey(key)
                .setValue(AnyValue.newBuilder().setStringValue(value))
                .build();
    }

    private static Response post(String preference, LogRecord.Builder record) {
        var export = ExportLogsServiceRequest.newBuilder()
                .addResourceLogs(ResourceLogs.newBuilder()
                        .addScopeLogs(ScopeLogs.newBuilder().addLogRecords(record)))
                .build();
        return post(preference, PROTOBUF, export.toByteArray());
    }

    private static Response post(String preference, String fields) {
        var json = """
                {"resourceLogs":[{"scopeLogs":[{"logRecords":[{%s,"body":{"stringValue":"a \\"quoted\\" text"}}]}]}]}""".formatted(fields);
        return post(preference, "application/json; charset=UTF-8", json.getBytes(StandardCharsets.UTF_8));
    }

    private static Response post(String preference, String type, byte[] body) {
        return given().contentType(type).header("Prefer", preference).body(body).post(PATH);
    }

    private static long rejected(Response answer) throws IOException {
        assertThat(answer.statusCode()).isEqualTo(200);
        return ExportLogsServiceResponse.parseFrom(answer.asByteArray())
                .getPartialSuccess()
                .getRejectedLogRecords();
    }
}
