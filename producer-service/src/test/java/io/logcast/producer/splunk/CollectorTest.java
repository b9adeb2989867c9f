package io.logcast.producer.splunk;

import static io.logcast.producer.LogEventFixtures.aside;
import static io.logcast.producer.LogEventFixtures.request;
import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.logcast.model.event.LogEvent;
import io.logcast.model.event.Severity;
import io.logcast.producer.InMemoryChannels;
import io.logcast.producer.LogsChannelTest;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.Response;
import io.restassured.specification.RequestSpecification;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@QuarkusTest
@WithTestResource(InMemoryChannels.class)
class CollectorTest extends LogsChannelTest {

    private static final String PATH = "/services/collector";
    private static final String JSON = "application/json";
    private static final String CHANNEL = "0198f0c4-7d1e-7a50-8f0a-3b5c2d1e4f60";

    @ParameterizedTest
    @ValueSource(strings = {"", "/event", "/event/1.0"})
    void carriesOverWhatAnEventHas(String path) {
        // When
        var answer = post(path, """
                {"time":1769903999.123456789,"host":"web-1","source":"payments/api","sourcetype":"_json","index":"main",
                 "fields":{"env":"prod","trace_id":"4bf92f3577b34da6a3ce929d0e0e4736"},
                 "event":{"message":"card declined","level":"error","time":"2020-01-01T00:00:00Z","order":4711}}""");
        // Then
        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(answer.asString()).isEqualTo("{\"text\":\"Success\",\"code\":0}");
        var event = onlyOne();
        assertThat(event.timestamp()).isEqualTo(Instant.ofEpochSecond(1_769_903_999, 123_456_789));
        assertThat(event.message()).isEqualTo("card declined");
        assertThat(event.severity()).isEqualTo(Severity.ERROR);
        assertThat(event.source()).isEqualTo("payments.api");
        assertThat(event.traceId()).isEqualTo("4bf92f3577b34da6a3ce929d0e0e4736");
        assertThat(event.attributes())
                .containsExactlyInAnyOrderEntriesOf(Map.of(
                        "host", "web-1",
                        "source", "payments/api",
                        "sourcetype", "_json",
                        "index", "main",
                        "env", "prod",
                        "time", "2020-01-01T00:00:00Z",
                        "order", 4711L));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"event\":\"one\"}{\"event\":\"two\"}",
                "{\"event\":\"one\"} \r\n {\"event\":\"two\"}\n",
                "[{\"event\":\"one\"},{\"event\":\"two\"}]"
            })
    void takesObjectsOneBehindTheOther(String body) {
        assertThat(post("", body).statusCode()).isEqualTo(200);
        assertThat(publishedEvents()).extracting(LogEvent::message).containsExactly("one", "two");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{\"event\":\"a\",\"host\":\"h\"}                                         | a                | h      "
                        + " | INFO",
                "{\"event\":{\"a\":1},\"source\":\"s\"}                                   | {\"a\":1}        | s      "
                        + " | INFO",
                "{\"event\":[1,2],\"fields\":{\"severity\":\"warn\"}}                     | [1,2]            | unknown"
                        + " | WARN",
                "{\"event\":5}                                                            | 5                | unknown"
                        + " | INFO",
                "{\"event\":{\"severity\":\"info\"},\"fields\":{\"severity\":\"error\"}}  | {\"severity\":\"info\"} |"
                        + " unknown | INFO",
                "{\"event\":{\"app\":\"own\",\"msg\":\"m\"},\"host\":\"h\"}               | m                | own    "
                        + " | INFO"
            })
    void readsEventsOfAnyKind(String body, String message, String source, Severity severity) {
        assertThat(post("", body).statusCode()).isEqualTo(200);
        assertThat(onlyOne().message()).isEqualTo(message);
        assertThat(onlyOne().source()).isEqualTo(source);
        assertThat(onlyOne().severity()).isEqualTo(severity);
    }

    @ParameterizedTest
    @CsvSource({
        "1769903999,       2026-01-31T23:59:59Z",
        "'\"1769903999.5\"', 2026-01-31T23:59:59.500Z",
        "1769903999123,    2026-01-31T23:59:59.123Z"
    })
    void readsTimes(String time, Instant timestamp) {
        post("", "{\"time\":%s,\"event\":\"a\"}".formatted(time));
        assertThat(onlyOne().timestamp()).isEqualTo(timestamp);
        assertThat(onlyOne().attributes()).isEmpty();
    }

    @Test
    void keepsFieldsThatHaveTheNamesOfOthers() {
        post(
                "",
                "{\"host\":\"a\",\"fields\":{\"host\":\"b\",\"x\":1},\"event\":{\"message\":\"m\",\"x\":2},\"source\":\"s\"}");
        assertThat(onlyOne().attributes())
                .containsExactlyInAnyOrderEntriesOf(
                        Map.of("host", "a", "host.original", "b", "x", 2L, "x.original", 1L));
    }

    @Test
    void keepsATimeThatCannotBeRead() {
        post("", "{\"time\":\"never\",\"event\":\"a\",\"fields\":7,\"other\":{\"b\":true}}");
        assertThat(onlyOne().timestamp()).isNull();
        assertThat(onlyOne().attributes())
                .containsExactlyInAnyOrderEntriesOf(Map.of("time", "never", "fields", 7L, "other", Map.of("b", true)));
    }

    @ParameterizedTest
    @ValueSource(strings = {"/raw", "/raw/1.0"})
    void takesLines(String path) {
        // When
        var answer = request("text/plain")
                .queryParam("channel", CHANNEL)
                .queryParam("host", "web-1")
                .queryParam("sourcetype", "access")
                .queryParam("source", "nginx")
                .body("one\r\n\n  \n two".getBytes(StandardCharsets.UTF_8))
                .post(PATH + path);
        // Then
        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(publishedEvents()).extracting(LogEvent::message).containsExactly("one", " two");
        assertThat(publishedEvents()).extracting(LogEvent::source).containsOnly("nginx");
        assertThat(publishedEvents().get(0).attributes()).isEqualTo(Map.of("host", "web-1", "sourcetype", "access"));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "/event | ''                                 | 5  | No data                      | -1",
                "/raw   | ' \n'                              | 5  | No data                      | -1",
                "/event | nope                               | 6  | Invalid data format          | 0",
                "/event | '[{\"event\":\"a\"}'               | 6  | Invalid data format          | -1",
                "/event | '{\"event\":\"a\"}{\"event\":'     | 6  | Invalid data format          | 1",
                "/event | '{\"event\":\"a\"}{}'              | 12 | Event field is required      | 1",
                "/event | '{\"event\":null}'                 | 12 | Event field is required      | 0",
                "/event | '{\"event\":\"\"}'                 | 13 | Event field cannot be blank  | 0"
            })
    void answersWithSplunksCodes(String path, String body, int code, String text, int event) {
        // When
        var answer = post(path, body);
        // Then
        assertThat(answer.statusCode()).isEqualTo(400);
        assertThat(answer.contentType()).startsWith(JSON);
        assertThat(answer.jsonPath().getInt("code")).isEqualTo(code);
        assertThat(answer.jsonPath().getString("text")).isEqualTo(text);
        assertThat(answer.jsonPath().<Integer>get("invalid-event-number")).isEqualTo(event < 0 ? null : event);
        assertThat(publishedEvents()).hasSize(Math.max(event, 0));
    }

    @Test
    void storesTheOthersOfAnEventThatCannotBeTaken() {
        // Given
        var before = refusals("splunk", "invalid");
        // When
        var answer = post("", "{\"event\":\"a\"}{\"event\":\"%s\"}{\"event\":\"c\"}".formatted("x".repeat(65_537)));
        // Then
        assertThat(answer.statusCode()).isEqualTo(400);
        assertThat(answer.jsonPath().getString("detail"))
                .isEqualTo("message: must have at most 65536 bytes of UTF-8."
                        + " 1 of 3 events were not accepted, the others are stored");
        assertThat(publishedEvents()).extracting(LogEvent::message).containsExactly("a", "c");
        assertThat(refusals("splunk", "invalid")).isEqualTo(before + 1);
    }

    @Test
    void isBusyIfTheBrokerDoesNotStoreIt() {
        // Given
        confirms.hold();
        // When
        var waiting = aside(() -> post("", "{\"event\":\"a\"}"));
        await().atMost(PATIENCE).until(() -> confirms.sent() == 1);
        confirms.refuseAll(new IllegalStateException("gone"));
        // Then
        var answer = waiting.join();
        assertThat(answer.statusCode()).isEqualTo(503);
        assertThat(answer.header("Retry-After")).isNotBlank();
        assertThat(answer.jsonPath().getInt("code")).isEqualTo(9);
        assertThat(answer.jsonPath().getString("text")).isEqualTo("Server is busy");
    }

    @ParameterizedTest
    @ValueSource(strings = {"/event", "/raw"})
    void acknowledgesWhatItHasStored(String path) {
        // Given
        var stored =
                inChannel(CHANNEL).body("{\"event\":\"a\"}").post(PATH + path).jsonPath();
        assertThat(stored.getMap("$")).containsOnlyKeys("text", "code", "ackId");
        var id = stored.getLong("ackId");
        // When
        var answer =
                inChannel(CHANNEL).body("{\"acks\":[0,%d,1]}".formatted(id)).post(PATH + "/ack");
        // Then
        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(answer.asString()).isEqualTo("{\"acks\":{\"0\":false,\"%d\":true,\"1\":false}}".formatted(id));
        assertThat(request(JSON)
                        .queryParam("channel", CHANNEL)
                        .body("{\"more\":[1],\"acks\":[%d]}".formatted(id))
                        .post(PATH + "/ack")
                        .asString())
                .isEqualTo("{\"acks\":{\"%d\":true}}".formatted(id));
        assertThat(inChannel("another")
                        .body("{\"acks\":[%d]}".formatted(id))
                        .post(PATH + "/ack")
                        .asString())
                .isEqualTo("{\"acks\":{\"%d\":false}}".formatted(id));
    }

    @Test
    void givesNoIdToWhatItHasNotStored() {
        var answer = inChannel(CHANNEL).body("{\"event\":\"a\"}{}").post(PATH);
        assertThat(answer.statusCode()).isEqualTo(400);
        assertThat(answer.jsonPath().<Object>get("ackId")).isNull();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "nope",
                "[1]",
                "{}",
                "{\"acks\":1}",
                "{\"acks\":[\"1\"]}",
                "{\"acks\":[1",
                "{\"acks\":[99999999999999999999]}"
            })
    void refusesMalformedRequestsForAcknowledgements(String body) {
        var answer = inChannel(CHANNEL).body(body).post(PATH + "/ack");
        assertThat(answer.statusCode()).isEqualTo(400);
        assertThat(answer.jsonPath().getInt("code")).isEqualTo(6);
        assertThat(answer.jsonPath().getString("detail")).isNotBlank();
    }

    @Test
    void refusesRequestsForAcknowledgementsWithoutAChannel() {
        var answer = post("/ack", "{\"acks\":[1]}");
        assertThat(answer.statusCode()).isEqualTo(400);
        assertThat(answer.asString()).isEqualTo("{\"text\":\"Data channel is missing\",\"code\":10}");
    }

    @Test
    void usesTheParameterIfTheHeaderIsBlank() {
        var answer = inChannel("")
                .queryParam("channel", CHANNEL)
                .body("{\"event\":\"a\"}")
                .post(PATH);
        assertThat(answer.jsonPath().getMap("$")).containsKey("ackId");
    }

    @Test
    void storesEventsOfChannelsThatAreTooLongWithoutAnAcknowledgement() {
        var channel = "c".repeat(256);
        var stored = inChannel(channel).body("{\"event\":\"a\"}").post(PATH);
        assertThat(stored.asString()).isEqualTo("{\"text\":\"Success\",\"code\":0}");
        var answer = inChannel(channel).body("{\"acks\":[1]}").post(PATH + "/ack");
        assertThat(answer.statusCode()).isEqualTo(400);
        assertThat(answer.asString()).isEqualTo("{\"text\":\"Invalid data channel\",\"code\":11}");
    }

    @Test
    void refusesRequestsForTooManyAcknowledgements() {
        var answer = inChannel(CHANNEL)
                .body("{\"acks\":[" + "1,".repeat(1000) + "1]}")
                .post(PATH + "/ack");
        assertThat(answer.statusCode()).isEqualTo(413);
        assertThat(answer.jsonPath().getInt("code")).isEqualTo(27);
        assertThat(answer.jsonPath().getString("text")).isNotEmpty();
        assertThat(answer.asString()).contains("acks: must have at most 1000 numbers");
    }

    @Test
    void isHealthy() {
        for (var path : new String[] {"/health", "/health/1.0"}) {
            assertThat(given().get(PATH + path).asString()).isEqualTo("{\"text\":\"HEC is healthy\",\"code\":17}");
        }
    }

    @Test
    void answersOtherErrorsInItsOwnForm() {
        assertThat(given().get(PATH).jsonPath().getInt("code")).isEqualTo(404);
        assertThat(request(JSON)
                        .body(new byte[] {1})
                        .post(PATH + "/nowhere")
                        .jsonPath()
                        .getInt("code"))
                .isEqualTo(404);
        var unknown = request(JSON).body(new byte[] {1}).post(PATH + "?no-such=1");
        assertThat(unknown.statusCode()).isEqualTo(400);
        assertThat(unknown.jsonPath().getString("detail")).startsWith("no-such: unknown query parameter");
        var large = request(JSON).body(new byte[16 * 1024 * 1024 + 1]).post(PATH);
        assertThat(large.statusCode()).isEqualTo(413);
        assertThat(large.jsonPath().getInt("code")).isEqualTo(27);
    }

    private static RequestSpecification inChannel(String channel) {
        return request(JSON).header("X-Splunk-Request-Channel", channel);
    }

    private static Response post(String path, String body) {
        return request(JSON).body(body.getBytes(StandardCharsets.UTF_8)).post(PATH + path);
    }
}
