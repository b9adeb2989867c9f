package io.logcast.producer.logs;

import static io.logcast.producer.LogEventFixtures.ALL_FIELDS;
import static io.logcast.producer.LogEventFixtures.HELLO;
import static io.logcast.producer.LogEventFixtures.ID;
import static io.logcast.producer.LogEventFixtures.post;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.awaitility.Awaitility.await;

import io.logcast.testing.BrokerProbe;
import io.logcast.testing.BrokerTestResource;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.path.json.JsonPath;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The channel {@code logs} on the real broker. */
@QuarkusTest
@WithTestResource(BrokerTestResource.class)
class LogsExchangeIT {

    private static final int POSTERS = 8;

    @SuppressWarnings("NullAway.Init")
    private BrokerProbe broker;

    @BeforeEach
    void connect() throws Exception {
        broker = new BrokerProbe();
        // The connector declares the exchange when it connects, so before any confirm.
        await().atMost(Duration.ofMinutes(1)).until(() -> post(HELLO).statusCode() == 202);
    }

    @AfterEach
    void disconnect() throws Exception {
        broker.close();
    }

    @Test
    void declaresTheExchangeAsAnybodyWould() {
        assertThatCode(() -> broker.channel().exchangeDeclare("logs", "fanout", true))
                .doesNotThrowAnyException();
    }

    @Test
    void publishesEachAcceptedEventAsAPersistentMessage() throws Exception {
        // Given
        var queue = broker.queueBoundTo("logs");
        // When
        var answer = post(ALL_FIELDS);
        // Then
        assertThat(answer.statusCode()).isEqualTo(202);
        var message = broker.next(queue);
        assertThat(message.getEnvelope().getRoutingKey()).isEqualTo("payments.api.error");
        assertThat(message.getProps().getDeliveryMode()).isEqualTo(2);
        assertThat(message.getProps().getMessageId()).isEqualTo(ID);
        assertThat(message.getProps().getType()).isEqualTo("logcast.v1");
        assertThat(message.getProps().getContentType()).isEqualTo("application/x-ndjson");
        assertThat(text(message.getProps().getHeaders()))
                .containsAllEntriesOf(
                        Map.of("severity", "error", "source", "payments.api", "events", "1", "tenant", "acme"));
        assertThat(JsonPath.from(new String(message.getBody(), StandardCharsets.UTF_8))
                        .<String, Object>getMap("$"))
                .containsAllEntriesOf(JsonPath.from(ALL_FIELDS).getMap("$"));
    }

    /** The broker nacks a message of which one queue ends under way, as a killed replica's live tail does. */
    @Test
    void acceptsEventsWhileQueuesOfOthersEnd() throws Exception {
        // Given
        var ended = new AtomicBoolean();
        var accepted = new AtomicInteger();
        var posters = IntStream.range(0, POSTERS)
                .mapToObj(poster -> CompletableFuture.supplyAsync(
                        () -> refusedUntil(ended, accepted), task -> new Thread(task, "poster").start()))
                .toList();
        // When
        try {
            for (int i = 0; i < 5; i++) {
                try (var replica = new BrokerProbe()) {
                    replica.queueBoundTo("logs");
                }
                // What was nacked is accepted before the next queue ends, which could have it nacked again.
                await().pollDelay(Duration.ofSeconds(1)).until(() -> accepted.getAndSet(0) > POSTERS);
            }
        } finally {
            ended.set(true);
        }
        // Then
        assertThat(posters).flatExtracting(CompletableFuture::join).isEmpty();
    }

    private static List<String> refusedUntil(AtomicBoolean ended, AtomicInteger accepted) {
        var refused = new ArrayList<String>();
        while (!ended.get()) {
            var answer = post(HELLO);
            if (answer.statusCode() == 202) {
                accepted.incrementAndGet();
            } else {
                refused.add(answer.asString());
            }
        }
        return refused;
    }

    private static Map<String, String> text(Map<String, Object> headers) {
        return headers.entrySet().stream()
                .collect(Collectors.toMap(Map.Entry::getKey, header -> String.valueOf(header.getValue())));
    }
}
