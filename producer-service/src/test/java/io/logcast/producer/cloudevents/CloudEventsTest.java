package io.logcast.producer.cloudevents;

import static io.logcast.producer.LogEventFixtures.PATH;
import static io.logcast.producer.LogEventFixtures.request;
import static io.logcast.producer.LogEventFixtures.upload;
import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;

import io.logcast.model.event.LogEvent;
import io.logcast.model.event.Severity;
import io.logcast.model.wire.LogMessage;
import io.logcast.producer.InMemoryChannels;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.Response;
import io.smallrye.reactive.messaging.memory.InMemoryConnector;
import jakarta.enterprise.inject.Any;
import jakarta.inject.Inject;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.eclipse.microprofile.reactive.messaging.Message;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@QuarkusTest
@WithTestResource(InMemoryChannels.class)
class CloudEventsTest {

    private static final String STRUCTURED = "application/cloudevents+json";
    private static final String BATCH = "application/cloudevents-batch+json";
    private static final String ALL = """
            {"specversion":"1.0","id":"A234","source":"https://example.com/orders","type":"order.shipped",
             "subject":"4711","time":"2026-01-31T23:59:59.123456789Z","dataschema":"https://example.com/schema",
             "datacontenttype":"application/json","tenant":"acme","severitynumber":18,"sampled":true,
             "traceparent":"00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01","data":{"order":4711}}""";

    private static final String MINIMAL = "{\"specversion\":\"1.0\",\"id\":\"1\",\"source\":\"/a\",\"type\":\"t\"%s}";

    private static final Map<String, String> HEADERS = Map.of(
            "ce-specversion", "1.0",
            "ce-id", "A234",
            "ce-source", "https://example.com/orders",
            "ce-type", "order.shipped",
            "ce-severitynumber", "18");

    @Inject
    @Any
    InMemoryConnector channels;

    @BeforeEach
    void forgetMessages() {
        channels.sink("logs").clear();
    }

    @Test
    void keepsAllOfAnEventInStructuredMode() {
        // When
        var answer = upload(STRUCTURED, ALL);
        // Then
        assertThat(answer.statusCode()).isEqualTo(202);
        var event = onlyEvent();
        assertThat(answer.jsonPath().getString("id")).isEqualTo(event.id().toString());
        assertThat(event.id().version()).isEqualTo(5);
        assertThat(event.timestamp()).isEqualTo(Instant.parse("2026-01-31T23:59:59.123456789Z"));
        assertThat(event.source()).isEqualTo("https.example.com.orders");
        assertThat(event.severity()).isEqualTo(Severity.ERROR2);
        assertThat(event.message()).isEqualTo("{\"order\":4711}");
        assertThat(event.traceId()).isEqualTo("4bf92f3577b34da6a3ce929d0e0e4736");
        assertThat(event.spanId()).isEqualTo("00f067aa0ba902b7");
        assertThat(event.attributes())
                .containsExactlyInAnyOrderEntriesOf(Map.ofEntries(
                        Map.entry("cloudevents.event_id", "A234"),
                        Map.entry("cloudevents.event_source", "https://example.com/orders"),
                        Map.entry("cloudevents.event_spec_version", "1.0"),
                        Map.entry("cloudevents.event_type", "order.shipped"),
                        Map.entry("cloudevents.event_subject", "4711"),
                        Map.entry("cloudevents.event_data_content_type", "application/json"),
                        Map.entry("cloudevents.event_data_schema", "https://example.com/schema"),
                        Map.entry("tenant", "acme"),
                        Map.entry("sampled", true),
                        Map.entry("severitynumber", 18L),
                        Map.entry("traceparent", "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01")));
    }

    @Test
    void makesTheSameEventOfBinaryMode() {
        // When
        upload(STRUCTURED, ALL);
        var answer = binary("{\"order\":4711}".getBytes(StandardCharsets.UTF_8));
        // Then
        assertThat(answer.statusCode()).isEqualTo(202);
        var events = events();
        assertThat(events.get(1).id()).isEqualTo(events.get(0).id());
        assertThat(events.get(1).message()).isEqualTo(events.get(0).message());
        assertThat(events.get(1).attributes()).containsEntry("cloudevents.event_type", "order.shipped");
        assertThat(events.get(1).attributes()).containsEntry("severitynumber", 18L);
        assertThat(events.get(1).severity()).isEqualTo(events.get(0).severity());
    }

    @Test
    void carriesDataThatIsNoTextInBase64() {
        // When
        binary(new byte[] {(byte) 0xFF, 0, 1});
        // Then
        assertThat(onlyEvent().message()).isEqualTo("/wAB");
        assertThat(onlyEvent().attributes()).containsEntry("cloudevents.event_data_encoding", "base64");
    }

    @Test
    void costsABrokenEventOfABatchItselfAlone() {
        // When
        var answer = upload(
                BATCH,
                "[{\"specversion\":\"1.0\",\"id\":\"1\",\"source\":\"/a\",\"type\":\"t\"},"
                        + "{\"specversion\":\"1.0\",\"source\":\"/a\",\"type\":\"t\"},{},3,null,"
                        + "{\"specversion\":\"1.0\",\"id\":\"2\",\"source\":\"/a\",\"type\":\"t\"}]");
        // Then
        assertThat(answer.statusCode()).isEqualTo(207);
        assertThat(answer.jsonPath().getLong("accepted")).isEqualTo(2);
        assertThat(answer.jsonPath().getList("errors.line")).containsExactly(2, 3, 4, 5);
        assertThat(events())
                .extracting(event -> event.attributes().get("cloudevents.event_id"))
                .containsExactly("1", "2");
    }

    @Test
    void answersWithTheFirstErrorsStatusWhenNoEventOfABatchWasAccepted() {
        // When
        var answer = upload(BATCH, "[{},3]");
        // Then
        assertThat(answer.statusCode()).isEqualTo(422);
        assertThat(answer.jsonPath().getList("errors.line")).containsExactly(1, 2);
    }

    @Test
    void acceptsAnEmptyBatch() {
        assertThat(upload(BATCH, "[]").statusCode()).isEqualTo(202);
    }

    @ParameterizedTest
    @ValueSource(strings = {"yesterday", "1969-12-31T23:59:59Z"})
    void keepsATimeThatAnEventCannotHave(String time) {
        // When
        var answer = upload(STRUCTURED, MINIMAL.formatted(",\"time\":\"" + time + "\""));
        // Then
        assertThat(answer.statusCode()).isEqualTo(202);
        assertThat(onlyEvent().timestamp()).isNull();
        assertThat(onlyEvent().attributes()).containsEntry("cloudevents.event_time", time);
    }

    @Test
    void readsTheNamesOfSeverities() {
        // When
        upload(STRUCTURED, MINIMAL.formatted(",\"severitynumber\":0,\"severitytext\":\"Warning\""));
        // Then
        assertThat(onlyEvent().severity()).isEqualTo(Severity.WARN);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{}",
                "[]",
                "3",
                "null",
                "{\"specversion\":\"1.0\",\"id\":\"1\",\"source\":\"/a\"}",
                "{\"specversion\":\"9\",\"id\":\"1\",\"source\":\"/a\",\"type\":\"t\"}",
                "{\"specversion\":\"1.0\",\"id\":\"1\",\"source\":\"a b\",\"type\":\"t\"}"
            })
    void answers422ToWhatIsNoCloudEvent(String json) {
        assertThat(upload(STRUCTURED, json).statusCode()).isEqualTo(422);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "\"id\":\"\",\"source\":\"/a\",\"type\":\"t\" | id",
                "\"id\":1,\"source\":\"/a\",\"type\":\"t\" | id",
                "\"id\":null,\"source\":\"/a\",\"type\":\"t\" | id",
                "\"id\":\"1\",\"source\":\"\",\"type\":\"t\" | source",
                "\"id\":\"1\",\"source\":\"/a\",\"type\":\"\" | type",
                "\"id\":\"1\",\"source\":\"/a\",\"type\":\"t\",\"time\":5 | time",
                "\"id\":\"1\",\"source\":\"/a\",\"type\":\"t\",\"ratio\":1.5 | ratio",
                "\"id\":\"1\",\"source\":\"/a\",\"type\":\"t\",\"big\":9223372036854775808 | big",
                "\"id\":\"1\",\"source\":\"/a\",\"type\":\"t\",\"list\":[] | list",
                "\"id\":\"1\",\"source\":\"/a\",\"type\":\"t\",\"Upper\":\"x\" | Upper",
                "\"id\":\"1\",\"source\":\"/a\",\"type\":\"t\",\"data_base64\":\"?\" | data_base64",
                "\"id\":\"1\",\"source\":\"/a\",\"type\":\"t\",\"data\":1,\"data_base64\":\"AA==\" | data_base64",
                "\"id\":\"1\",\"source\":\"/a\",\"type\":\"t\",\"datacontenttype\":\"text/plain\",\"data\":{} | data",
                "\"id\":\"1\",\"source\":\"/a\",\"type\":\"t\",\"data\":{\"s\":\"\\ud83d\"} | message",
                "\"id\":\"1\",\"source\":\"/a\",\"type\":\"t\",\"ext\":\"\\ud83d\" | attributes.ext"
            })
    void namesTheAttributeThatBreaksItsRule(String attributes, String field) {
        // When
        var answer = upload(STRUCTURED, "{\"specversion\":\"1.0\"," + attributes + "}");
        // Then
        assertThat(answer.statusCode()).isEqualTo(422);
        assertThat(answer.jsonPath().getString("field")).isEqualTo(field);
        assertThat(answer.jsonPath().getString("detail")).doesNotContain("java", "jackson");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"amount\":12345678901234567.89}",
                "{\"v\":0.1234567890123456789012345,\"w\":[1.10,1e400,1E+2,-0,123456789012345678901234567890]}",
                "1.50",
                "[true,null,\"Grüße\",{}]"
            })
    void keepsTheJsonOfItsDataDigitByDigitInBothModes(String data) {
        // When
        upload(STRUCTURED, MINIMAL.formatted(",\"data\": " + data));
        given().headers(HEADERS)
                .contentType("application/json")
                .body(data.getBytes(StandardCharsets.UTF_8))
                .post(PATH);
        // Then
        assertThat(events()).extracting(LogEvent::message).containsExactly(data, data);
    }

    @Test
    void makesTextOfAJsonStringInBothModes() {
        // When
        upload(STRUCTURED, MINIMAL.formatted(",\"data\":\"say \\\"hi\\\"\""));
        given().headers(HEADERS)
                .contentType("application/json")
                .body("\"say \\\"hi\\\"\"")
                .post(PATH);
        // Then
        assertThat(events()).extracting(LogEvent::message).containsExactly("say \"hi\"", "say \"hi\"");
    }

    @Test
    void gathersTooManyExtensionsInOneAttribute() {
        // Given
        var extensions =
                IntStream.range(0, 70).mapToObj(i -> ",\"ext" + i + "\":" + i).collect(Collectors.joining());
        // When
        var answer = upload(STRUCTURED, MINIMAL.formatted(extensions));
        // Then
        assertThat(answer.statusCode()).isEqualTo(202);
        assertThat(onlyEvent().attributes())
                .hasSize(64)
                .containsEntry("ext0", 0L)
                .containsKey("more");
    }

    @Test
    void takesNullForAbsent() {
        // When
        var answer = upload(STRUCTURED, MINIMAL.formatted(",\"data\":null,\"subject\":null,\"tenant\":null"));
        // Then
        assertThat(answer.statusCode()).isEqualTo(202);
        assertThat(onlyEvent().message()).isEqualTo("t");
        assertThat(onlyEvent().attributes()).doesNotContainKeys("tenant", "cloudevents.event_subject");
    }

    @Test
    void decodesHeadersOnce() {
        // When
        var answer = given().headers(HEADERS)
                .headers(
                        "ce-subject",
                        "Gr%C3%B6%C3%9Fe%20XL",
                        "ce-note",
                        "50%2525",
                        "ce-rate",
                        "100%",
                        "ce-said",
                        "\"a \\\"b\\\"\"")
                .contentType("text/plain")
                .body("x")
                .post(PATH);
        // Then
        assertThat(answer.statusCode()).isEqualTo(202);
        assertThat(onlyEvent().attributes())
                .containsEntry("cloudevents.event_subject", "Größe XL")
                .containsEntry("note", "50%25")
                .containsEntry("rate", "100%")
                .containsEntry("said", "a \"b\"");
    }

    @Test
    void letsTheContentTypeDecideBeforeAStrayHeader() {
        // When
        var answer = request(BATCH)
                .headers(HEADERS)
                .body(("[" + MINIMAL.formatted("") + "]").getBytes(StandardCharsets.UTF_8))
                .post(PATH);
        // Then
        assertThat(answer.jsonPath().getLong("accepted")).isEqualTo(1);
        assertThat(onlyEvent().attributes()).containsEntry("cloudevents.event_id", "1");
    }

    @Test
    void boundsWhatItParsesWhateverTheHeadersSay() {
        for (var type : List.of(STRUCTURED, BATCH)) {
            // When
            var many = request(type)
                    .headers(HEADERS)
                    .body(("[" + "0,".repeat(600_000) + "0]").getBytes(StandardCharsets.UTF_8))
                    .post(PATH);
            var deep = request(type)
                    .headers(HEADERS)
                    .body(("[".repeat(900) + "]".repeat(900)).getBytes(StandardCharsets.UTF_8))
                    .post(PATH);
            // Then
            assertThat(many.statusCode()).isEqualTo(413);
            assertThat(deep.statusCode()).isEqualTo(400);
        }
    }

    @Test
    void skipsAByteOrderMark() {
        assertThat(upload(STRUCTURED, "\uFEFF" + MINIMAL.formatted("")).statusCode())
                .isEqualTo(202);
        assertThat(upload(BATCH, "\uFEFF[" + MINIMAL.formatted("") + " ," + MINIMAL.formatted("") + "]")
                        .jsonPath()
                        .getLong("accepted"))
                .isEqualTo(2);
    }

    @ParameterizedTest
    @ValueSource(strings = {"ce-id", "ce-source", "ce-type"})
    void answers422ToBinaryModeWithoutWhatIsRequired(String missing) {
        // Given
        var headers = new HashMap<>(HEADERS);
        headers.remove(missing);
        // When
        var answer = given().headers(headers).body(new byte[0]).post(PATH);
        // Then
        assertThat(answer.statusCode()).isEqualTo(422);
        assertThat(answer.jsonPath().getString("detail")).contains(missing.substring(3));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "{", "{\"id\":\"1\",\"id\":\"2\"}", "{} {}"})
    void answers400ToWhatIsNoStrictJson(String json) {
        assertThat(upload(STRUCTURED, json).statusCode()).isEqualTo(400);
        assertThat(upload(BATCH, json).statusCode()).isEqualTo(400);
    }

    @Test
    void refusesJsonThatIsNestedTooDeep() {
        assertThat(upload(STRUCTURED, "[".repeat(100_000)).statusCode()).isEqualTo(400);
    }

    private static Response binary(byte[] data) {
        return given().headers(HEADERS)
                .contentType("application/octet-stream")
                .body(data)
                .post(PATH);
    }

    private LogEvent onlyEvent() {
        assertThat(events()).hasSize(1);
        return events().get(0);
    }

    private List<LogEvent> events() {
        return channels.<byte[]>sink("logs").received().stream()
                .map(Message::getPayload)
                .flatMap(body -> LogMessage.read(body).events().stream())
                .toList();
    }
}
