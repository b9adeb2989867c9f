package io.logcast.producer.logs;

import static io.logcast.producer.LogEventFixtures.PATH;
import static io.logcast.producer.LogEventFixtures.aside;
import static io.logcast.producer.LogEventFixtures.request;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import io.logcast.producer.InMemoryChannels;
import io.logcast.producer.LogsChannelTest;
import io.logcast.producer.encodings.Encoded;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.Response;
import jakarta.inject.Inject;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

@QuarkusTest
@WithTestResource(InMemoryChannels.class)
class EncodedBodiesTest extends LogsChannelTest {

    private static final String JSON = "application/json";
    private static final String NDJSON = "application/x-ndjson";
    private static final String TEXT = "text/plain";
    private static final String OTLP = "/v1/logs";
    private static final String EVENT = "{\"specversion\":\"1.0\",\"id\":\"1\",\"source\":\"/a\",\"type\":\"t\"}";

    @Inject
    MeterRegistry meters;

    static Stream<Arguments> formats() {
        var formats = Map.of(
                JSON,
                "{\"message\":\"one\"}",
                NDJSON,
                "{\"message\":\"one\"}\n{\"message\":\"two\"}",
                TEXT,
                "one\ntwo\n",
                "application/cloudevents+json",
                EVENT,
                "application/cloudevents-batch+json",
                "[" + EVENT + "]");
        return Stream.of("gzip", "x-gzip", "deflate", "zstd", "identity")
                .flatMap(coding -> formats.entrySet().stream()
                        .map(format -> arguments(coding, format.getKey(), format.getValue())));
    }

    @ParameterizedTest
    @MethodSource("formats")
    void takesEveryFormatInEveryCoding(String coding, String contentType, String body) {
        assertThat(post(PATH, contentType, coding, Encoded.in(coding, body)).statusCode())
                .isEqualTo(202);
        assertThat(channels.sink("logs").received()).isNotEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"gzip", "deflate", "zstd"})
    void takesOtlpInEveryCoding(String coding) {
        var body = "{\"resourceLogs\":[{\"scopeLogs\":[{\"logRecords\":[{\"body\":{\"stringValue\":\"one\"}}]}]}]}";
        assertThat(post(OTLP, JSON, coding, Encoded.in(coding, body)).statusCode())
                .isEqualTo(200);
    }

    @ParameterizedTest
    @ValueSource(strings = {"br", "gzip, gzip", "compress"})
    void listsItsCodingsWhereAnotherIsSent(String coding) {
        for (var path : List.of(PATH, OTLP)) {
            // When
            var answer = post(path, JSON, coding, new byte[] {1});
            // Then
            assertThat(answer.statusCode()).isEqualTo(415);
            assertThat(answer.header("Accept-Encoding")).isEqualTo("gzip, deflate, zstd");
        }
        assertThat(post(PATH, TEXT, coding, new byte[] {1}).statusCode()).isEqualTo(415);
    }

    @ParameterizedTest
    @ValueSource(strings = {"gzip", "deflate", "zstd"})
    void saysThatABodyIsCut(String coding) {
        for (var contentType : List.of(JSON, NDJSON, TEXT)) {
            // Given
            var whole = Encoded.in(coding, "{\"message\":\"one\"}");
            // When
            var answer = post(PATH, contentType, coding, Arrays.copyOf(whole, whole.length - 3));
            // Then
            assertThat(answer.statusCode()).isEqualTo(400);
            assertThat(answer.jsonPath().getString("detail"))
                    .endsWith("The body ended before the end of its " + coding + " stream");
        }
    }

    @Test
    void answersWhatWasAcceptedOfALongerBodyThatIsCut() {
        // When
        var answer = post(PATH, TEXT, "gzip", cut("one\ntwo\n"));
        // Then
        assertThat(answer.statusCode()).isEqualTo(207);
        assertThat(answer.jsonPath().getLong("accepted")).isEqualTo(2);
        assertThat(answer.jsonPath().getList("errors.line")).containsExactly(3);
        assertThat(answer.jsonPath().getList("errors.status")).containsExactly(400);
    }

    @Test
    void answers503ToABodyThatIsCutWhileTheBrokerTakesNothing() {
        // Given
        confirms.hold();
        var answer = aside(() -> post(PATH, TEXT, "gzip", cut("one\ntwo\n")));
        await().atMost(PATIENCE).until(() -> confirms.waiting().size() == 1);
        // When
        confirms.refuseAll(new IllegalStateException("queue full"));
        // Then
        assertThat(answer.join().statusCode()).isEqualTo(503);
        assertThat(answer.join().header("Retry-After")).isEqualTo("1");
        assertThat(answer.join().jsonPath().getList("errors.status")).containsExactly(503, 503, 400);
    }

    private static byte[] cut(String text) {
        var whole = Encoded.in("gzip", text);
        return Arrays.copyOf(whole, whole.length - 3);
    }

    @ParameterizedTest
    @ValueSource(strings = {"gzip", "deflate", "zstd"})
    void refusesABodyThatDecodesToTooMuch(String coding) {
        // Given
        var bomb = Encoded.in(coding, " ".repeat(20_000_000));
        // When
        var answer = post(PATH, JSON, coding, bomb);
        // Then
        assertThat(answer.statusCode()).isEqualTo(413);
        assertThat(answer.jsonPath().getString("detail")).isEqualTo("The body must have at most 4194304 bytes");
        assertThat(post(PATH, TEXT, coding, bomb).statusCode()).isEqualTo(413);
    }

    @Test
    void refusesAStreamThatIsNothingButABomb() {
        // When
        var answer = post(PATH, TEXT, "zstd", Encoded.in("zstd", "\n".repeat(70_000_000)));
        // Then
        assertThat(answer.statusCode()).isEqualTo(413);
        assertThat(answer.jsonPath().getString("detail")).contains("compressed more than 2000 times");
    }

    @Test
    void countsWhatItRefusesByFormatAndReason() {
        // Given
        var malformed = refused("ndjson", "malformed");
        var unsupported = refused("json", "unsupported");
        var forbidden = refused("json", "forbidden");
        var noSuchQueue = refused("json", "no_such_queue");
        // When
        post(PATH, NDJSON, "identity", Encoded.in("identity", "broken\n{\"message\":\"good\"}\nbroken"));
        post(PATH, JSON, "br", new byte[] {1});
        post("/api/v1/queues/logs.archive/logs", JSON, "identity", new byte[] {1});
        post("/api/v1/queues/" + "x".repeat(256) + "/logs", JSON, "identity", new byte[] {1});
        // Then
        assertThat(refused("ndjson", "malformed") - malformed).isEqualTo(2);
        assertThat(refused("json", "unsupported") - unsupported).isEqualTo(1);
        assertThat(refused("json", "forbidden") - forbidden).isEqualTo(1);
        assertThat(refused("json", "no_such_queue") - noSuchQueue).isEqualTo(1);
    }

    private double refused(String format, String reason) {
        return meters.get("logcast.events.refused")
                .tags("format", format, "reason", reason)
                .counter()
                .count();
    }

    private static Response post(String path, String contentType, String coding, byte[] body) {
        return request(contentType)
                .header("Content-Encoding", coding)
                .body(body)
                .post(path);
    }
}
