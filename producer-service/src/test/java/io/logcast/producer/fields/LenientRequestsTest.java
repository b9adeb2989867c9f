package io.logcast.producer.fields;

import static io.logcast.producer.LogEventFixtures.HELLO;
import static io.logcast.producer.LogEventFixtures.PATH;
import static io.logcast.producer.LogEventFixtures.post;
import static io.logcast.producer.LogEventFixtures.request;
import static io.logcast.producer.LogEventFixtures.upload;
import static org.assertj.core.api.Assertions.assertThat;

import io.logcast.producer.InMemoryChannels;
import io.logcast.producer.LogsChannelTest;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.RestAssured;
import io.restassured.path.json.JsonPath;
import io.restassured.response.Response;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Events as loggers send them, with query parameters and headers of the request. */
@QuarkusTest
@WithTestResource(InMemoryChannels.class)
class LenientRequestsTest extends LogsChannelTest {

    private static final String JSON = "application/json";
    private static final String NDJSON = "application/x-ndjson";
    private static final String PINO = "{\"level\":50,\"msg\":\"failed\",\"user\":\"ann\"}";

    @Test
    void readsTheFieldsOfALogger() {
        // When
        var answer = post(PINO);
        // Then
        assertThat(answer.statusCode()).isEqualTo(202);
        var event = events().get(0);
        assertThat(event.getString("message")).isEqualTo("failed");
        assertThat(event.getString("severity")).isEqualTo("ERROR");
        assertThat(event.<String, Object>getMap("attributes")).isEqualTo(Map.of("user", "ann"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "[{\"msg\":\"a\"},\n {\"text\":\"b\"}]",
                "{\"msg\":\"a\"}\n{\"text\":\"b\"}\n",
                "{\"msg\":\n\"a\"}{\"text\":\"b\"}"
            })
    void acceptsManyEventsInJson(String body) {
        // When
        var answer = post(body, Map.of("Idempotency-Key", "k"));
        // Then
        assertThat(answer.statusCode()).isEqualTo(202);
        assertThat(answer.jsonPath().getInt("accepted")).isEqualTo(2);
        assertThat(events()).extracting(event -> event.getString("message")).containsExactly("a", "b");
        assertThat(answer.jsonPath().getList("ids"))
                .isEqualTo(post(body, Map.of("Idempotency-Key", "k")).jsonPath().getList("ids"));
    }

    @Test
    void losesNoElementForABrokenOne() {
        // When
        var answer = post("[{\"msg\":\"a\"},7,{\"msg\":\"\\u0000\"},{\"msg\":\"b\"}]");
        // Then
        assertThat(answer.statusCode()).isEqualTo(207);
        assertThat(answer.jsonPath().getList("errors.line")).containsExactly(2, 3);
        assertThat(answer.jsonPath().getList("errors.field")).containsExactly("body", "message");
    }

    @Test
    void acceptsAnEmptyArray() {
        assertThat(post("[]").jsonPath().getInt("lines")).isZero();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "application/octet-stream", "application/x-www-form-urlencoded"})
    void readsJsonWhoseTypeIsNotSaid(String type) throws Exception {
        assertThat(send(type, " " + PINO)).isEqualTo(202);
        assertThat(send(type, "[" + PINO + "]")).isEqualTo(202);
        assertThat(send(type, "message=hello")).isEqualTo(415);
        assertThat(send(type, "")).isEqualTo(415);
        assertThat(events()).hasSize(2);
    }

    @Test
    void readsTheFormOfPythonsHttpHandler() throws Exception {
        // When
        var status = send(
                "application/x-www-form-urlencoded",
                "name=orders&msg=gr%C3%BC%C3%9Fe%3B+%25s&args=%28%29&levelname=WARNING&levelno=30"
                        + "&created=1769903999.5&exc_info=None");
        // Then
        assertThat(status).isEqualTo(202);
        var event = events().get(0);
        assertThat(event.getString("message")).isEqualTo("grüße; %s");
        assertThat(event.getString("severity")).isEqualTo("WARN");
        assertThat(event.getString("timestamp")).isEqualTo("2026-01-31T23:59:59.500Z");
        assertThat(event.<String, Object>getMap("attributes"))
                .isEqualTo(Map.of("name", "orders", "args", "()", "levelno", "30", "exc_info", "None"));
    }

    @Test
    void isStrictOnRequest() {
        // Given
        var strict = request(JSON).header("Prefer", "respond-async, Handling=strict; x=y");
        // When
        var answer = strict.body(PINO).post(PATH);
        // Then
        assertThat(answer.statusCode()).isEqualTo(422);
        assertThat(answer.jsonPath().getString("field")).isEqualTo("level");
        assertThat(answer.header("Preference-Applied")).isEqualTo("handling=strict");
        assertThat(strict.body(HELLO).post(PATH).statusCode()).isEqualTo(202);
        assertThat(strict.body("[" + HELLO + "]").post(PATH).statusCode()).isEqualTo(202);
        assertThat(strict.body(HELLO + HELLO).post(PATH).statusCode()).isEqualTo(422);
        assertThat(strict.contentType("application/octet-stream")
                        .body(HELLO.getBytes(StandardCharsets.UTF_8))
                        .post(PATH)
                        .statusCode())
                .isEqualTo(415);
    }

    @Test
    void readsLinesStrictlyOnRequest() {
        // When
        var answer = request(NDJSON)
                .header("Prefer", "handling=\"strict\"")
                .body((HELLO + "\n" + PINO + "\n").getBytes(StandardCharsets.UTF_8))
                .post(PATH);
        // Then
        assertThat(answer.statusCode()).isEqualTo(207);
        assertThat(answer.jsonPath().getList("errors.field")).containsExactly("level");
    }

    @Test
    void isLenientIfNothingElseIsPreferred() {
        assertThat(post(PINO).header("Preference-Applied")).isNull();
        assertThat(post(PINO, Map.of("Prefer", "handling=lenient")).header("Preference-Applied"))
                .isEqualTo("handling=lenient");
        assertThat(post(PINO, Map.of("Prefer", "return=minimal")).statusCode()).isEqualTo(202);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "application/json                     | {\"message\":\"x\"}",
                "application/json                     | [{\"msg\":\"x\"}]",
                "application/x-ndjson                 | {\"msg\":\"x\"}",
                "text/plain                           | x",
            })
    void fillsInTheQuerysDefaults(String type, String body) {
        // When
        var answer = request(type)
                .body(body.getBytes(StandardCharsets.UTF_8))
                .post(PATH + "?source=web&severity=warning&attr.env=prod");
        // Then
        assertThat(answer.statusCode()).isEqualTo(202);
        var event = events().get(0);
        assertThat(event.getString("source")).isEqualTo("web");
        assertThat(event.getString("severity")).isEqualTo("WARN");
        assertThat(event.<String, Object>getMap("attributes")).isEqualTo(Map.of("env", "prod"));
    }

    @Test
    void fillsInTheQuerysDefaultsOfCloudEventsAndOtlp() {
        // When
        request("application/cloudevents+json")
                .body("{\"specversion\":\"1.0\",\"id\":\"1\",\"source\":\"/a\",\"type\":\"t\"}"
                        .getBytes(StandardCharsets.UTF_8))
                .post(PATH + "?source=web&severity=ERROR&attr.env=prod");
        var otlp = request(JSON)
                .body("{\"resourceLogs\":[{\"scopeLogs\":[{\"logRecords\":[{\"body\":{\"stringValue\":\"x\"}}]}]}]}"
                        .getBytes(StandardCharsets.UTF_8))
                .post("/v1/logs?source=web&severity=ERROR&attr.env=prod");
        // Then
        assertThat(otlp.statusCode()).isEqualTo(200);
        assertThat(events()).extracting(event -> event.getString("source")).containsExactly("a", "web");
        assertThat(events()).extracting(event -> event.getString("severity")).containsOnly("ERROR");
        assertThat(events())
                .extracting(event -> event.getString("attributes.env"))
                .containsOnly("prod");
    }

    @Test
    void prefersWhatTheEventSays() {
        // When
        request(JSON)
                .body("{\"message\":\"x\",\"source\":\"a\",\"severity\":\"INFO\",\"attributes\":{\"env\":\"test\"}}"
                        .getBytes(StandardCharsets.UTF_8))
                .post(PATH + "?source=web&severity=ERROR&attr.env=prod");
        // Then
        var event = events().get(0);
        assertThat(event.getString("source")).isEqualTo("a");
        assertThat(event.getString("severity")).isEqualTo("INFO");
        assertThat(event.<String, Object>getMap("attributes")).isEqualTo(Map.of("env", "test"));
    }

    @ParameterizedTest
    @CsvSource({
        "source=, source: must not be blank",
        "severity, severity: must not be blank",
        "attr.env=%20, attr.env: must not be blank",
        "attr.=x, attr.:",
        "source=a&source=b, source: must be given only once",
        "severity=loud, severity:",
        "severity=25, severity:",
        "source=%21, source: must contain at least one of A-Z a-z 0-9 _ -",
        "attr.a=%00, attr.a:",
        "Source=a, Source:"
    })
    void answers400NamingTheParameter(String query, String reason) {
        for (var path : List.of(PATH, "/v1/logs", "/api/v1/queues/any/logs")) {
            // When
            var answer = request(JSON)
                    .urlEncodingEnabled(false)
                    .body(HELLO.getBytes(StandardCharsets.UTF_8))
                    .post(path + "?" + query);
            // Then
            assertThat(answer.statusCode()).isEqualTo(400);
            assertThat(answer.body().asString()).contains(reason);
        }
    }

    @Test
    void keepsLinesThatWereRefusedBefore() {
        // When
        Response answer = upload(
                NDJSON,
                "{\"severity\":\"notice\",\"msg\":\"a\"}\n{\"time\":1769903999,\"log\":\"b\\n\"}\n{\"c\":1}\n{}\n");
        // Then
        assertThat(answer.statusCode()).isEqualTo(202);
        assertThat(events())
                .extracting(event -> event.getString("message"))
                .containsExactly("a", "b\n", "{\"c\":1}", "{}");
    }

    /** Sends no content type if it is empty; rest-assured cannot do that. */
    private static int send(String type, String body) throws IOException, InterruptedException {
        var request = HttpRequest.newBuilder(URI.create("http://localhost:" + RestAssured.port + PATH))
                .POST(HttpRequest.BodyPublishers.ofString(body));
        if (!type.isEmpty()) {
            request.header("Content-Type", type);
        }
        return HttpClient.newHttpClient()
                .send(request.build(), BodyHandlers.ofString())
                .statusCode();
    }

    private List<JsonPath> events() {
        return channels.<byte[]>sink("logs").received().stream()
                .flatMap(message -> new String(message.getPayload(), StandardCharsets.UTF_8).lines())
                .map(JsonPath::from)
                .toList();
    }
}
