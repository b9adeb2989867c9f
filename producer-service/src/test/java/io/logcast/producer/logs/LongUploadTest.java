package io.logcast.producer.logs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.logcast.model.event.LogEvent;
import io.logcast.model.wire.LogMessage;
import io.logcast.producer.InMemoryChannels;
import io.logcast.producer.LogEventFixtures;
import io.logcast.producer.LogsChannelTest;
import io.quarkus.runtime.ShutdownDelayInitiatedEvent;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.QuarkusTestProfile;
import io.quarkus.test.junit.TestProfile;
import io.restassured.RestAssured;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpVersion;
import jakarta.enterprise.event.Event;
import jakarta.inject.Inject;
import java.io.IOException;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;

@QuarkusTest
@TestProfile(LongUploadTest.ShortTimeouts.class)
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
@WithTestResource(InMemoryChannels.class)
class LongUploadTest extends LogsChannelTest {

    private static final String TEXT = "text/plain";

    public static final class ShortTimeouts implements QuarkusTestProfile {
        @Override
        public Map<String, String> getConfigOverrides() {
            return Map.of("quarkus.http.idle-timeout", "1s", "logcast.requests.body-timeout", "500ms");
        }
    }

    @Inject
    Vertx vertx;

    @Inject
    Event<ShutdownDelayInitiatedEvent> stopping;

    @Test
    void outlivesTheIdleTimeoutAndPublishesEachLineAtOnce() throws Exception {
        try (var upload = OpenUpload.begin(TEXT)) {
            for (int i = 1; i <= 3; i++) {
                // When
                upload.write("line " + i + "\n");
                // Then
                awaitEvents(i);
                awaitTheIdleTimeoutOfAnother();
            }
            upload.end();
            assertThat(upload.status()).isEqualTo("HTTP/1.1 202");
            // The timeout applies to its connection again.
            assertThat(upload.rest()).contains("\"accepted\":3");
        }
    }

    @Test
    void outlivesTheIdleTimeoutOfHttp2() throws Exception {
        // Given
        var client = vertx.createHttpClient(
                new HttpClientOptions().setProtocolVersion(HttpVersion.HTTP_2).setHttp2ClearTextUpgrade(false));
        var upload = join(client.request(HttpMethod.POST, RestAssured.port, "localhost", LogEventFixtures.PATH))
                .putHeader("Content-Type", TEXT)
                .setChunked(true);
        upload.write("one\n");
        awaitEvents(1);
        // When
        awaitTheIdleTimeoutOfAnother();
        awaitTheIdleTimeoutOfAnother();
        // Then
        upload.end("two\n");
        assertThat(join(upload.response()).statusCode()).isEqualTo(202);
        awaitEvents(2);
        join(client.close());
    }

    @Test
    void answersWhatWasAcceptedBeforeALineThatDoesNotEnd() throws Exception {
        try (var upload = OpenUpload.begin(TEXT)) {
            // When
            upload.write("whole\nhalf");
            // Then
            assertThat(upload.status()).isEqualTo("HTTP/1.1 207");
            assertThat(upload.rest()).contains("\"accepted\":1", "{\"line\":2,\"outcome\":\"retry\",\"status\":408,");
        }
    }

    @Test
    @Order(Integer.MAX_VALUE)
    void answersWhatWasAcceptedWhenTheServiceStops() throws Exception {
        try (var paused = OpenUpload.begin(TEXT);
                var announced = HalfSentRequest.send(TEXT, 100, "two\n".getBytes(StandardCharsets.UTF_8))) {
            // Given
            paused.write("one\n");
            awaitEvents(2);
            // When
            stopping.fire(new ShutdownDelayInitiatedEvent());
            // Then
            assertThat(paused.status()).isEqualTo("HTTP/1.1 202");
            assertThat(announced.status()).isEqualTo("HTTP/1.1 207");
        }
    }

    private void awaitEvents(int count) {
        await().atMost(PATIENCE).until(() -> events().size() == count);
    }

    private List<LogEvent> events() {
        return channels.<byte[]>sink("logs").received().stream()
                .flatMap(message -> LogMessage.read(message.getPayload()).events().stream())
                .toList();
    }

    /** The server closes an idle connection; when it does, this much time has passed since it was opened. */
    private static void awaitTheIdleTimeoutOfAnother() throws IOException {
        try (var other = new Socket("localhost", RestAssured.port)) {
            assertThat(other.getInputStream().read()).isEqualTo(-1);
        }
    }

    private static <T> T join(Future<T> future) {
        return future.toCompletionStage().toCompletableFuture().join();
    }
}
