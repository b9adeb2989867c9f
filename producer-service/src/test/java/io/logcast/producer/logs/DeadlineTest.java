package io.logcast.producer.logs;

import static io.logcast.producer.LogEventFixtures.HELLO;
import static io.logcast.producer.LogEventFixtures.post;
import static io.logcast.producer.LogEventFixtures.postAside;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.logcast.producer.InMemoryChannels;
import io.logcast.producer.LogsChannelTest;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.QuarkusTestProfile;
import io.quarkus.test.junit.TestProfile;
import io.restassured.RestAssured;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.concurrent.Flow;
import java.util.concurrent.SubmissionPublisher;
import java.util.concurrent.TimeUnit;
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

    /** The rest of a refused body is read for 10 s, and then cut off. */
    @Test
    void aBodyThatStallsDoesNotEndItsNeighboursOfHttp2() throws Exception {
        // Given
        confirms.letGo();
        var client = HttpClient.newBuilder().version(HttpClient.Version.HTTP_2).build();
        var url = "http://localhost:" + RestAssured.port;
        var first = client.send(
                HttpRequest.newBuilder(URI.create(url + "/q/openapi")).build(), BodyHandlers.discarding());
        assertThat(first.version()).isEqualTo(HttpClient.Version.HTTP_2);
        try (var stalled = new SubmissionPublisher<ByteBuffer>();
                var lines = new SubmissionPublisher<ByteBuffer>()) {
            // This client shows an answer only once it has sent the whole body.
            var refused = client.sendAsync(upload(url, "application/json", stalled), BodyHandlers.discarding());
            var upload = client.sendAsync(upload(url, "application/x-ndjson", lines), BodyHandlers.discarding());
            await().atMost(PATIENCE).until(() -> stalled.hasSubscribers() && lines.hasSubscribers());
            // When
            stalled.submit(ByteBuffer.wrap("{".getBytes(StandardCharsets.UTF_8)));
            for (int i = 0; i < 60; i++) {
                lines.submit(ByteBuffer.wrap((HELLO + "\n").getBytes(StandardCharsets.UTF_8)));
                Thread.sleep(200);
            }
            lines.close();
            // Then
            assertThat(upload.get(1, TimeUnit.MINUTES).statusCode()).isEqualTo(202);
            refused.cancel(true);
        }
    }

    private static HttpRequest upload(String url, String contentType, Flow.Publisher<ByteBuffer> body) {
        return HttpRequest.newBuilder(URI.create(url + "/api/v1/logs"))
                .header("Content-Type", contentType)
                .POST(BodyPublishers.fromPublisher(body))
                .build();
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
