package io.logcast.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.logcast.local.ServiceProcess;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestMethodOrder;

/** In order, because starting the services takes longer than the tests: the last one kills a consumer. */
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class BroadcastIT {

    private static final Duration PATIENCE = Duration.ofMinutes(2);

    private Installation installation;
    private ServiceProcess producer;
    private ServiceProcess first;
    private ServiceProcess second;

    String connector() {
        return "logcast-rabbitmq";
    }

    @BeforeAll
    void start() {
        installation = new Installation(connector());
        producer = installation.startProducer();
        first = installation.startConsumer("first");
        second = installation.startConsumer("second");
    }

    @AfterAll
    void stop() {
        installation.close();
    }

    @Test
    @Order(1)
    void anArchivedEventIsWhatWasPosted() {
        // Given
        var event = Map.of(
                "timestamp", "2026-01-31T23:59:59.123456789Z",
                "severity", "ERROR2",
                "source", "payments.api",
                "message", "card declined: Zahlung über 5 € – 💳",
                "attributes", Map.of("tenant", "acme", "order", 4711, "ratio", 0.25, "nested", Map.of("ok", true)),
                "trace_id", "4bf92f3577b34da6a3ce929d0e0e4736",
                "span_id", "00f067aa0ba902b7");

        // When
        var id = LogClient.acceptedId(LogClient.post(producer.baseUri(), event));

        // Then
        await().atMost(PATIENCE)
                .until(() ->
                        LogClient.get(first.baseUri(), "/api/v1/logs/" + id).statusCode() == 200);
        var archived = LogClient.json(
                LogClient.get(first.baseUri(), "/api/v1/logs/" + id).body());
        assertThat(archived.path("id").asText()).isEqualTo(id);
        assertThat(archived.path("observed_timestamp").asText()).isNotEmpty();
        event.forEach((field, value) ->
                assertThat(archived.get(field)).as(field).isEqualTo(LogClient.JSON.valueToTree(value)));
    }

    @Test
    @Order(2)
    void everyEventIsOnceInTheArchiveAndOnTheLiveStreamOfEveryReplica() {
        // Given
        var before = installation.archive().count();
        try (var firstStream = LiveStream.open(first.baseUri());
                var secondStream = LiveStream.open(second.baseUri())) {

            // When
            var ids = LogClient.postAll(
                    producer.baseUri(), 1_000, i -> Map.of("message", "event " + i, "source", "e2e.s" + i % 7));

            // Then
            await().atMost(PATIENCE)
                    .untilAsserted(() -> assertThat(firstStream.ids()).containsExactlyInAnyOrderElementsOf(ids));
            await().atMost(PATIENCE)
                    .untilAsserted(() -> assertThat(secondStream.ids()).containsExactlyInAnyOrderElementsOf(ids));
            awaitArchived(before + ids.size(), ids);
        }
    }

    @Test
    @Order(3)
    void aKilledConsumersEventsAreArchivedOnceByAnother() {
        // Given
        second.stop();
        var count = 10_000;
        var before = installation.archive().count();
        var archivedAtKill = CompletableFuture.supplyAsync(
                () -> {
                    await().pollInterval(Duration.ofMillis(5))
                            .atMost(PATIENCE)
                            .until(() -> installation.archive().count() > before + count / 10);
                    first.kill();
                    return installation.archive().count() - before;
                },
                // Not the common pool: with two cores it has one thread, which the HTTP client needs from JDK 25 on.
                task -> new Thread(task, "killer").start());

        // When
        var ids = LogClient.postAll(producer.baseUri(), count, i -> Map.of("message", "event " + i));
        second.start().awaitReady(PATIENCE);

        // Then
        assertThat(archivedAtKill.join()).isLessThan(count);
        awaitArchived(before + count, ids);
    }

    private void awaitArchived(long count, List<String> ids) {
        await().atMost(PATIENCE)
                .untilAsserted(() -> assertThat(installation.archive().count()).isEqualTo(count));
        assertThat(new HashSet<>(installation.archive().ids())).containsAll(ids);
    }
}
