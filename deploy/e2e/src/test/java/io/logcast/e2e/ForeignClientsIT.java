package io.logcast.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import io.logcast.local.ServiceProcess;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class ForeignClientsIT {

    private static final Duration PATIENCE = Duration.ofMinutes(1);

    private static Installation installation;
    private static ServiceProcess producer;
    private static ServiceProcess consumer;

    @BeforeAll
    static void start() {
        installation = new Installation();
        producer = installation.startProducer();
        consumer = installation.startConsumer("consumer");
    }

    @AfterAll
    static void stop() {
        installation.close();
    }

    @Test
    void aForeignPublishersTextsAreEachArchivedAndLiveUnderOneId() {
        try (var stream = LiveStream.open(consumer.baseUri())) {
            // When
            var broker = installation.broker().endpoint();
            try (var publisher =
                    PikaProgram.start("publish_text.py", broker, "Hello World!", "Hello World!", "Grüße")) {
                assertThat(publisher.exitStatus()).as(publisher.output()).isZero();
            }

            // Then
            await().atMost(PATIENCE)
                    .untilAsserted(() -> assertThat(stream.events())
                            .extracting(event -> event.path("message").asText())
                            .containsExactlyInAnyOrder("Hello World!", "Hello World!", "Grüße"));
            assertThat(archived()).containsExactlyInAnyOrderElementsOf(stream.events());
        }
    }

    @Test
    void aForeignSubscriberReadsEventsAsJsonLines() {
        try (var subscriber =
                PikaProgram.start("subscribe.py", installation.broker().endpoint())) {
            // Given
            await().atMost(PATIENCE).until(() -> subscriber.output().contains("subscribed"));

            // When
            var id = LogClient.acceptedId(LogClient.post(producer.baseUri(), Map.of("message", "for everybody")));

            // Then
            await().atMost(PATIENCE).until(() -> subscriber.output().contains(id));
            var line = subscriber.output().lines().skip(1).findFirst().orElseThrow();
            assertThat(LogClient.json(line).path("message").asText()).isEqualTo("for everybody");
        }
    }

    private static List<JsonNode> archived() {
        var page =
                LogClient.json(LogClient.get(consumer.baseUri(), "/api/v1/logs").body());
        return page.path("events")
                .valueStream()
                .filter(event -> !event.path("message").asText().equals("for everybody"))
                .toList();
    }
}
