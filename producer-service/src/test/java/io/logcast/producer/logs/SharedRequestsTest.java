package io.logcast.producer.logs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.logcast.model.event.LogEvent;
import io.logcast.model.wire.LogMessage;
import io.logcast.producer.InMemoryChannels;
import io.logcast.producer.LogsChannelTest;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.vertx.core.Vertx;
import jakarta.inject.Inject;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.stream.StreamSupport;
import org.eclipse.microprofile.reactive.messaging.Message;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Sends requests that all arrive before the event loops read them, since the loops are kept busy meanwhile. */
@QuarkusTest
@WithTestResource(InMemoryChannels.class)
class SharedRequestsTest extends LogsChannelTest {

    private static final int REQUESTS = 32;
    private static final String HELLO = "{\"message\":\"hello\"}";

    @Inject
    Vertx vertx;

    private final List<KeptConnection> connections = new ArrayList<>();
    private int eventLoops;

    @BeforeEach
    void connect() throws Exception {
        eventLoops = (int) StreamSupport.stream(vertx.nettyEventLoopGroup().spliterator(), false)
                .count();
        assertThat(eventLoops).isLessThan(REQUESTS / 2);
        for (int i = 0; i < REQUESTS; i++) {
            connections.add(KeptConnection.open());
        }
        channels.sink("logs").clear();
    }

    @AfterEach
    void disconnect() throws Exception {
        for (var connection : connections) {
            connection.close();
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "/api/v1/logs | application/json             | 202 | {\"message\":\"%d\"}",
                "/api/v1/logs | text/plain                   | 202 | %d",
                "/api/v1/logs | application/x-ndjson         | 202 | {\"message\":\"%d\"}",
                "/api/v1/logs | application/cloudevents+json | 202 | {\"specversion\":\"1.0\",\"id\":\"%d\",\"source\":\"/s\",\"type\":\"t\",\"data\":\"%1$d\"}",
                "/v1/logs | application/json | 200 | {\"resourceLogs\":[{\"scopeLogs\":[{\"logRecords\":[{\"body\":{\"stringValue\":\"%d\"}}]}]}]}"
            })
    void shareMessagesWhateverTheirFormat(String path, String contentType, int accepted, String body) throws Exception {
        // When
        sendTogether(path, contentType, body);
        // Then
        for (var connection : connections) {
            assertThat(connection.status()).isEqualTo(accepted);
        }
        assertThat(messages()).hasSizeLessThanOrEqualTo(eventLoops);
        assertThat(events()).hasSize(REQUESTS).extracting(LogEvent::id).doesNotHaveDuplicates();
    }

    @Test
    void areAllRefusedWhenTheirMessageIs() throws Exception {
        // Given
        confirms.hold();
        sendTogether("/api/v1/logs", "application/json", HELLO);
        await().atMost(PATIENCE).until(() -> confirms.waitingEvents() == REQUESTS);
        // When
        confirms.refuseAll(new IllegalStateException("queue full"));
        // Then
        for (var connection : connections) {
            assertThat(connection.status()).isEqualTo(503);
        }
        assertThat(confirms.sent()).isLessThanOrEqualTo(eventLoops);
    }

    /** In the body, %d stands for the number of its request. */
    private void sendTogether(String path, String contentType, String body) throws Exception {
        var sent = new CountDownLatch(1);
        var busy = new CountDownLatch(eventLoops);
        vertx.nettyEventLoopGroup()
                .forEach(eventLoop -> eventLoop.execute(() -> {
                    busy.countDown();
                    try {
                        sent.await();
                    } catch (InterruptedException e) {
                        Thread.currentThread().interrupt();
                    }
                }));
        busy.await();
        try {
            for (int i = 0; i < REQUESTS; i++) {
                connections.get(i).send(path, contentType, body.formatted(i));
            }
        } finally {
            sent.countDown();
        }
    }

    private List<? extends Message<byte[]>> messages() {
        return channels.<byte[]>sink("logs").received();
    }

    private List<LogEvent> events() {
        return messages().stream()
                .flatMap(message -> LogMessage.read(message.getPayload()).events().stream())
                .toList();
    }
}
