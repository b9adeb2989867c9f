package io.logcast.producer.logs;

import static io.logcast.producer.LogEventFixtures.HELLO;
import static io.logcast.producer.LogEventFixtures.PATH;
import static io.logcast.producer.LogEventFixtures.post;
import static io.restassured.RestAssured.config;
import static io.restassured.RestAssured.given;
import static io.restassured.config.EncoderConfig.encoderConfig;
import static java.util.stream.Collectors.joining;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import io.logcast.producer.InMemoryChannels;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.http.ContentType;
import io.restassured.response.Response;
import io.smallrye.reactive.messaging.memory.InMemoryConnector;
import jakarta.enterprise.inject.Any;
import jakarta.inject.Inject;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

@QuarkusTest
@WithTestResource(InMemoryChannels.class)
class RefusedRequestsTest {

    @Inject
    @Any
    InMemoryConnector channels;

    @BeforeEach
    void forgetMessages() {
        channels.sink("logs").clear();
    }

    @AfterEach
    void nothingWasPublished() {
        assertThat(channels.sink("logs").received()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", " ", "{", "nope", "{\"message\":\"open", "{\"message\":\"a\",}", "<xml/>"})
    void answers400ToWhatIsNoJson(String body) {
        // When
        var answer = post(body);
        // Then
        assertProblem(answer, 400, "Bad Request");
        assertThat(answer.jsonPath().getString("detail"))
                .startsWith("The body is not JSON: ")
                .doesNotContain("Jackson", "Feature", "java");
    }

    @Test
    void answers400ToWhatIsNoUtf8() {
        // When
        var answer = given().contentType(ContentType.JSON)
                .body("{\"message\":\"Grüße\"}".getBytes(StandardCharsets.ISO_8859_1))
                .post(PATH);
        // Then
        assertProblem(answer, 400, "Bad Request");
    }

    @Test
    void doesNotEchoTheBody() {
        // When
        var answer = post("{\"message\":\"my password is hunter2\"");
        // Then
        assertThat(answer.statusCode()).isEqualTo(400);
        assertThat(answer.body().asString()).doesNotContain("hunter2");
    }

    @ParameterizedTest
    @ValueSource(strings = {"text/xml", "text/plain; charset=ISO-8859-1"})
    void answers415ToAnotherContentType(String contentType) {
        // When
        var encoder = encoderConfig().encodeContentTypeAs(contentType, ContentType.TEXT);
        var answer = given().config(
                        config().encoderConfig(encoder.appendDefaultContentCharsetToContentTypeIfUndefined(false)))
                .contentType(contentType)
                .body(HELLO)
                .post(PATH);
        // Then
        assertProblem(answer, 415, "Unsupported Media Type");
        assertThat(answer.jsonPath().getString("detail")).contains("application/json", "text/plain", "UTF-8");
    }

    static Stream<Arguments> invalidEvents() {
        return Stream.of(
                arguments("{}", "message"),
                arguments("{\"message\":null}", "message"),
                arguments("{\"message\":1}", "message"),
                arguments("{\"message\":\"a\\u0000b\"}", "message"),
                arguments("{\"message\":\"half \\ud800\"}", "message"),
                arguments("{\"message\":\"" + "x".repeat(64 * 1024 + 1) + "\"}", "message"),
                arguments("{\"message\":\"a\",\"message\":\"b\"}", "message"),
                arguments("{\"message\":\"a\",\"mesage\":\"b\"}", "mesage"),
                arguments("{\"message\":\"a\",\"severity\":\"LOUD\"}", "severity"),
                arguments("{\"message\":\"a\",\"severity\":25}", "severity"),
                arguments("{\"message\":\"a\",\"severity\":true}", "severity"),
                arguments("{\"message\":\"a\",\"source\":\"\"}", "source"),
                arguments("{\"message\":\"a\",\"source\":\"a..b\"}", "source"),
                arguments("{\"message\":\"a\",\"source\":\"a b\"}", "source"),
                arguments("{\"message\":\"a\",\"source\":\"" + "x".repeat(129) + "\"}", "source"),
                arguments("{\"message\":\"a\",\"id\":\"1-1-1-1-1\"}", "id"),
                arguments("{\"message\":\"a\",\"id\":4711}", "id"),
                arguments("{\"message\":\"a\",\"timestamp\":\"yesterday\"}", "timestamp"),
                arguments("{\"message\":\"a\",\"timestamp\":\"1969-12-31T23:59:59Z\"}", "timestamp"),
                arguments("{\"message\":\"a\",\"timestamp\":1767225599}", "timestamp"),
                arguments("{\"message\":\"a\",\"trace_id\":\"4bf92f35\"}", "trace_id"),
                arguments("{\"message\":\"a\",\"span_id\":\"0000000000000000\"}", "span_id"),
                arguments("{\"message\":\"a\",\"attributes\":[]}", "attributes"),
                arguments("{\"message\":\"a\",\"attributes\":{\"\":1}}", "attributes"),
                arguments("{\"message\":\"a\",\"attributes\":" + manyAttributes(65) + "}", "attributes"),
                arguments("{\"message\":\"a\",\"attributes\":{\"n\":9223372036854775808}}", "attributes.n"),
                arguments("{\"message\":\"a\",\"attributes\":{\"n\":1e999}}", "attributes.n"),
                arguments("{\"message\":\"a\",\"attributes\":{\"a\":1,\"a\":2}}", "attributes.a"),
                arguments("{\"message\":\"a\",\"attributes\":{\"a\":{\"b\":\"\\u0000\"}}}", "attributes.a.b"),
                arguments("{\"message\":\"" + "\\u0001".repeat(65_536) + "\"}", "message"),
                arguments(
                        "{\"message\":\"a\",\"attributes\":{\"a\":\"" + "\\u0001".repeat(60_000) + "\"}}",
                        "attributes"),
                arguments("{\"message\":\"a\",\"attributes\":{\"a\":" + "[".repeat(25), "attributes.a"),
                arguments("\"text\"", "body"),
                arguments("{\"message\":\"a\"} {\"message\":\"b\"}", "body"));
    }

    private static String manyAttributes(int count) {
        return IntStream.range(0, count).mapToObj("\"a%d\":1"::formatted).collect(joining(",", "{", "}"));
    }

    @ParameterizedTest
    @MethodSource("invalidEvents")
    void answers422NamingTheField(String json, String field) {
        // When
        var answer = post(json, Map.of("Prefer", "handling=strict"));
        // Then
        assertProblem(answer, 422, "Unprocessable Content");
        assertThat(answer.jsonPath().getString("field")).isEqualTo(field);
        assertThat(answer.jsonPath().getString("detail")).startsWith(field + ": ");
    }

    @ParameterizedTest
    @ValueSource(strings = {"unknown=1", "unknown=", "unknown"})
    void answers400ToAQueryParameter(String query) {
        for (var path : List.of(PATH, "/api/v1/queues/any/logs", "/v1/logs")) {
            // When
            var answer = given().urlEncodingEnabled(false)
                    .contentType(ContentType.JSON)
                    .body(HELLO)
                    .post(path + "?" + query);
            // Then
            assertThat(answer.statusCode()).isEqualTo(400);
            assertThat(answer.body().asString()).contains("unknown: unknown query parameter");
        }
    }

    @Test
    void answers422NamingTheIdempotencyKey() {
        // When
        var answer = post(HELLO, Map.of("Idempotency-Key", "x".repeat(256)));
        // Then
        assertProblem(answer, 422, "Unprocessable Content");
        assertThat(answer.jsonPath().getString("field")).isEqualTo("Idempotency-Key");
    }

    @ParameterizedTest
    @ValueSource(strings = {"/api/v1/log", "/api/v1/logs/" + "unknown", "/nowhere"})
    void answers404WhereNothingIs(String path) {
        // When
        var answer = given().contentType(ContentType.JSON).body(HELLO).post(path);
        // Then
        assertProblem(answer, 404, "Not Found");
    }

    @ParameterizedTest
    @ValueSource(strings = {"GET", "PUT", "DELETE"})
    void answers405ToAnotherMethod(String method) {
        // When
        var answer = given().request(method, PATH);
        // Then
        assertProblem(answer, 405, "Method Not Allowed");
    }

    @Test
    void answers406WhereTheClientTakesNoJson() {
        // When
        var answer = given().contentType(ContentType.JSON)
                .accept("image/png")
                .body(HELLO)
                .post(PATH);
        // Then
        assertProblem(answer, 406, "Not Acceptable");
    }

    private static void assertProblem(Response answer, int status, String title) {
        assertThat(answer.statusCode()).isEqualTo(status);
        assertThat(answer.contentType()).startsWith("application/problem+json");
        assertThat(answer.jsonPath().getInt("status")).isEqualTo(status);
        assertThat(answer.jsonPath().getString("title")).isEqualTo(title);
    }
}
