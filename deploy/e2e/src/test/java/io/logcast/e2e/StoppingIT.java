package io.logcast.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
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

    @Test
    void whatAConsumerIsStoringWhenItStopsIsArchivedOnce() throws Exception {
        try (var installation = new Installation();
                var connection = installation.connect();
                var channel = connection.createChannel()) {
            // Given: messages without an id, whose repetitions could not be recognised
            var archive = installation.archive();
            var consumer = installation.startConsumer("stopping");
            var held = archive.holdUp();
            for (int i = 0; i < 20; i++) {
                channel.basicPublish("logs", "", null, ("message " + i).getBytes(StandardCharsets.UTF_8));
            }
            await().atMost(PATIENCE).until(archive::isWaitedFor);

            // When: it is told to stop while a batch is being stored and others wait
            var stopped = CompletableFuture.runAsync(consumer::stop);
            await().atMost(PATIENCE)
                    .until(() -> Files.readString(consumer.log()).contains("Channel archive takes no more messages"));
            held.close();
            stopped.join();

            // Then
            var again = installation.startConsumer("started-again");
            await().atMost(PATIENCE).until(() -> archive.messages().size() >= 20);
            again.stop();
            assertThat(channel.messageCount("logs.archive")).isZero();
            assertThat(archive.messages()).hasSize(20).doesNotHaveDuplicates();
        }
    }
}
