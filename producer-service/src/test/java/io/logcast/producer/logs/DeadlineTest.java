package io.logcast.producer.logs;

import static io.logcast.producer.LogEventFixtures.HELLO;
import static io.logcast.producer.LogEventFixtures.post;
import static io.logcast.producer.LogEventFixtures.postAside;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.logcast.producer.InMemoryChannels;
import io.logcast.producer.LogEventFixtures;
import io.logcast.producer.LogsChannelTest;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.QuarkusTestProfile;
import io.quarkus.test.junit.TestProfile;
import io.restassured.RestAssured;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpClientRequest;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpVersion;
import jakarta.inject.Inject;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@QuarkusTest
@TestProfile(DeadlineTest.ShortDeadline.class)
@WithTestResource(InMemoryChannels.class)
class DeadlineTest extends LogsChannelTest {

    public static final class ShortDeadline implements QuarkusTestProfile {
        @Override
        public Map<String, String> getConfigOverrides() {
            return Map.of(
                    "logcast.publish.deadline", "500ms",
                    "logcast.publish.max-in-flight", "1",
                    "logcast.requests.body-timeout", "500ms");
        }
    }

    @Inject
    Vertx vertx;

    @BeforeEach
    void hold() {
        confirms.hold();
    }

    @Test
    void answers503WhenNothingSettlesTheMessage() {
        // When
        var answer = post(HELLO);
        // Then
        assertThat(answer.statusCode()).isEqualTo(503);
        assertThat(answer.contentType()).startsWith("application/problem+json");
        assertThat(answer.header("Retry-After")).isEqualTo("1");
        assertThat(answer.jsonPath().getString("detail"))
                .isEqualTo("The broker did not confirm the event in time. Send it again with the same id");
    }

    @ParameterizedTest
    @ValueSource(strings = {"application/json", "text/plain", "application/x-ndjson", "application/cloudevents+json"})
    void answers408ToABodyThatStalls(String contentType) throws Exception {
        // When
        try (var request = HalfSentRequest.send(contentType, 100, "{\"message\":".getBytes(StandardCharsets.UTF_8))) {
            // Then
            assertThat(request.status()).isEqualTo("HTTP/1.1 408");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"text/plain", "application/x-ndjson"})
    void answers408ToALineThatNeverEnds(String contentType) throws Exception {
        try (var request = HalfSentRequest.send(contentType, Integer.MAX_VALUE, new byte[] {'a'})) {
            // When
            await().atMost(PATIENCE).until(() -> {
                request.connection().getOutputStream().write('a');
                return request.connection().getInputStream().available() > 0;
            });
            // Then
            assertThat(request.status()).isEqualTo("HTTP/1.1 408");
        }
    }

    /** The rest of a refused body is read for 10 s; then its stream is cut off, but not the connection. */
    @Test
    void aBodyThatStallsDoesNotEndItsConnectionOfHttp2() {
        // Given
        confirms.letGo();
        var client = vertx.createHttpClient(
                new HttpClientOptions().setProtocolVersion(HttpVersion.HTTP_2).setHttp2ClearTextUpgrade(false));
        var stalled = upload(client);
        var cutOff = new CompletableFuture<Throwable>();
        stalled.exceptionHandler(cutOff::complete);
        // When
        stalled.setChunked(true).write("{");
        var refused = join(stalled.response());
        // Then
        assertThat(refused.statusCode()).isEqualTo(408);
        await().atMost(PATIENCE).until(() -> {
            stalled.write(" ").onFailure(cutOff::complete);
            return cutOff.isDone();
        });
        var next = upload(client);
        assertThat(next.connection()).isSameAs(stalled.connection());
        assertThat(join(next.send(HELLO)).statusCode()).isEqualTo(202);
        join(client.close());
    }

    private static HttpClientRequest upload(HttpClient client) {
        return join(client.request(HttpMethod.POST, RestAssured.port, "localhost", LogEventFixtures.PATH))
                .putHeader("Content-Type", "application/json");
    }

    private static <T> T join(Future<T> future) {
        return future.toCompletionStage().toCompletableFuture().join();
    }

    @Test
    void keepsThePlaceOfAMessageThatIsNotSettled() {
        // Given
        post(HELLO);
        // When
        var answer = post(HELLO);
        // Then
        assertThat(answer.statusCode()).isEqualTo(429);
    }

    @Test
    void givesThePlaceBackWhenTheMessageIsSettledAfterAll() {
        // Given
        post(HELLO);
        confirms.confirmAll();
        // When
        var answer = postAside(HELLO);
        // Then
        await().atMost(PATIENCE).until(() -> confirms.waiting().size() == 1);
        assertThat(answer.join().statusCode()).isEqualTo(503);
    }
}
