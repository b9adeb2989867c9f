package io.logcast.producer.logs;

import static io.logcast.producer.LogEventFixtures.request;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.logcast.testing.BrokerProbe;
import io.logcast.testing.BrokerTestResource;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.Response;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The channel {@code queues} on the real broker. */
@QuarkusTest
@WithTestResource(BrokerTestResource.class)
class QueuesIT {

    private static final String NDJSON = "application/x-ndjson";

    @SuppressWarnings("NullAway.Init")
    private BrokerProbe broker;

    @BeforeEach
    void connect() throws Exception {
        broker = new BrokerProbe();
        // Whether the queue exists is known only once there is a connection.
        await().atMost(Duration.ofMinutes(1))
                .until(() ->
                        send("no-such-queue", NDJSON, "{\"message\":\"hello\"}").statusCode() == 404);
    }

    @AfterEach
    void disconnect() throws Exception {
        broker.close();
    }

    @Test
    void sendsToOneQueueAndToNoOther() throws Exception {
        // Given
        var everything = broker.queueBoundTo("logs");
        var queue = broker.channel().queueDeclare().getQueue();
        // Names that the server chooses begin with amq.
        var name = "test-" + UUID.randomUUID();
        broker.channel().queueDeclare(name, false, true, true, null);
        // When
        var answer = send(name, NDJSON, "{\"message\":\"one\"}\n{\"message\":\"two\"}\n");
        // Then
        assertThat(answer.statusCode()).isEqualTo(202);
        var message = broker.next(name);
        assertThat(message.getEnvelope().getExchange()).isEmpty();
        assertThat(new String(message.getBody(), StandardCharsets.UTF_8))
                .contains("one")
                .contains("two");
        assertThat(broker.channel().messageCount(everything)).isZero();
        assertThat(send(queue, "text/plain", "hello").statusCode()).isEqualTo(403);
        assertThat(broker.channel().messageCount(queue)).isZero();
    }

    @Test
    void refusesQueuesThatAreInternalOrNotThere() {
        // When
        var internal = send("logs.archive", "application/json", "{\"message\":\"hello\"}");
        var missing = send("no-such-queue", "application/json", "{\"message\":\"hello\"}");
        var impossible = send("q".repeat(256), "application/json", "{\"message\":\"hello\"}");
        var missingForAll = send("no-such-queue", "text/plain", "one\ntwo\n");
        // Then
        assertThat(internal.statusCode()).isEqualTo(403);
        assertThat(missing.statusCode()).isEqualTo(404);
        assertThat(missing.contentType()).startsWith("application/problem+json");
        assertThat(missing.jsonPath().getString("detail")).contains("no-such-queue");
        assertThat(impossible.statusCode()).isEqualTo(404);
        assertThat(missingForAll.statusCode()).isEqualTo(404);
    }

    private static Response send(String queue, String contentType, String body) {
        return request(contentType)
                .body(body.getBytes(StandardCharsets.UTF_8))
                .post("/api/v1/queues/" + queue + "/logs");
    }
}
