package io.logcast.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.rabbitmq.client.AMQP;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ForeignClientsIT extends InstalledServices {

    private static final Duration PATIENCE = Duration.ofMinutes(1);
    private static final Set<String> OTHERS = Set.of("for everybody", "from JSON", "order shipped late");

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
    void aForeignPublishersJsonAndPropertiesAreArchived() throws Exception {
        // Given
        var properties = new AMQP.BasicProperties.Builder()
                .contentType("application/json")
                .appId("billing")
                .timestamp(Date.from(Instant.parse("2026-01-31T23:59:59Z")))
                .headers(Map.of("tenant", "acme", "place", Map.of("rack", "a1")))
                .build();
        // When
        try (var connection = installation.connect();
                var channel = connection.createChannel()) {
            channel.confirmSelect();
            channel.basicPublish(
                    "logs", "", properties, "{\"level\":50,\"msg\":\"from JSON\"}".getBytes(StandardCharsets.UTF_8));
            channel.waitForConfirmsOrDie(PATIENCE.toMillis());
        }
        // Then
        await().atMost(PATIENCE)
                .until(() -> !installation.archive().idsOf("from JSON").isEmpty());
        var id = installation.archive().idsOf("from JSON").get(0);
        var event = LogClient.json(
                LogClient.get(consumer.baseUri(), "/api/v1/logs/" + id).body());
        assertThat(event.path("severity").asText()).isEqualTo("ERROR");
        assertThat(event.path("source").asText()).isEqualTo("billing");
        assertThat(event.path("timestamp").asText()).isEqualTo("2026-01-31T23:59:59Z");
        assertThat(event.path("attributes").path("tenant").asText()).isEqualTo("acme");
        assertThat(event.path("attributes").path("place").path("rack").asText()).isEqualTo("a1");
    }

    @Test
    void theProgramOfThePagePublishesOneEvent(@TempDir Path folder) throws Exception {
        // Given
        var program = Files.writeString(
                folder.resolve("publish.py"), Integrations.blocks("amqp.md").get(0));
        // When
        try (var publisher = PikaProgram.start(program, installation.broker().endpoint())) {
            assertThat(publisher.exitStatus()).as(publisher.output()).isZero();
        }
        // Then
        await().atMost(PATIENCE)
                .until(() -> !installation.archive().idsOf("order shipped late").isEmpty());
        var id = installation.archive().idsOf("order shipped late").get(0);
        var event = LogClient.json(
                LogClient.get(consumer.baseUri(), "/api/v1/logs/" + id).body());
        assertThat(event.path("severity").asText()).isEqualTo("WARN");
        assertThat(event.path("source").asText()).isEqualTo("orders");
        assertThat(event.path("attributes").path("order").asInt()).isEqualTo(4711);
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
                .filter(event -> !OTHERS.contains(event.path("message").asText()))
                .toList();
    }
}
