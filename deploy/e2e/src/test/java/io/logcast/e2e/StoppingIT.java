package io.logcast.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

class StoppingIT {

    private static final Duration PATIENCE = Duration.ofMinutes(1);

    @Test
    void theCallsOfAConsumerThatStopsGetTheirAnswers() throws Exception {
        try (var installation = new Installation()) {
            // Given
            var archive = installation.archive();
            var consumer = installation.startConsumer("stopping");
            var uri = consumer.baseUri();
            var audit = SubscriptionClient.put(uri, "audit", Map.of("binding", Map.of("type", "all")));
            var live = LiveStream.open(uri);
            var pushed = LogClient.begin("GET", uri, "/api/v1/subscriptions/audit/stream");
            var pulled = LogClient.begin("POST", uri, "/api/v1/subscriptions/audit/pull?wait=30");
            await().atMost(PATIENCE).until(() -> audit.state().path("consumers").asInt() == 2);
            var held = archive.holdUpSearches();
            var search = LogClient.begin("GET", uri, "/api/v1/logs");
            await().atMost(PATIENCE).until(archive::isWaitedFor);

            // When
            var stopped = CompletableFuture.runAsync(consumer::stop);
            await().atMost(PATIENCE).until(() -> !consumer.isReady());
            held.close();

            // Then
            assertThat(search.join().body()).isEqualTo("{\"events\":[]}");
            assertThat(search.join().headers().firstValue("Connection")).contains("close");
            assertThat(pulled.join().body()).isEqualTo("{\"events\":[]}");
            assertThat(pushed.join().statusCode()).isEqualTo(200);
            await().atMost(PATIENCE).until(live::hasEnded);
            stopped.join();
        }
    }

    @Test
    void aProducerThatStopsTellsClientsToCloseTheirConnections() {
        try (var installation = new Installation()) {
            // Given
            var producer = installation.startProducer("-Dquarkus.shutdown.delay=10S");
            var before = LogClient.post(producer.baseUri(), Map.of("message", "before"));
            assertThat(before.statusCode()).isEqualTo(202);
            assertThat(before.headers().firstValue("Connection")).isEmpty();

            // When
            var stopped = CompletableFuture.runAsync(producer::stop);
            await().atMost(PATIENCE).until(() -> !producer.isReady());

            // Then
            var meanwhile = LogClient.post(producer.baseUri(), Map.of("message", "meanwhile"));
            assertThat(meanwhile.statusCode()).isEqualTo(202);
            assertThat(meanwhile.headers().firstValue("Connection")).contains("close");
            stopped.join();
        }
    }
}
