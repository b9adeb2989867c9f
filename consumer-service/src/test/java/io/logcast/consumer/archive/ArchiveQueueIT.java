package io.logcast.consumer.archive;

import static io.logcast.testing.LogEventFixtures.event;
import static io.logcast.testing.LogEventFixtures.fullEvent;
import static io.logcast.testing.LogEventFixtures.json;
import static io.restassured.RestAssured.get;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.awaitility.Awaitility.await;

import com.rabbitmq.client.AMQP.BasicProperties;
import io.logcast.consumer.BrokerTest;
import io.logcast.model.event.LogEvent;
import io.logcast.model.wire.LogMessage;
import io.logcast.testing.BrokerTestResource;
import io.logcast.testing.DatabaseTestResource;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import org.eclipse.microprofile.config.ConfigProvider;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** The channel {@code archive} on the real broker. */
@QuarkusTest
@WithTestResource(BrokerTestResource.class)
@WithTestResource(DatabaseTestResource.class)
class ArchiveQueueIT extends BrokerTest {

    private static final String TOPOLOGY = "topology.archive.";

    @Inject
    MeterRegistry meters;

    @Test
    void archivesWhatAnybodyPublishes() throws Exception {
        // Given
        var event = fullEvent();
        // When
        publish(event);
        // Then
        await().atMost(PATIENCE).until(() -> archived(event.id()).equals(json(event)));
    }

    @Test
    void archivesForeignText() throws Exception {
        // Given
        var id = UUID.randomUUID();
        var properties = new BasicProperties.Builder().messageId(id.toString()).build();
        // When
        broker.channel().basicPublish("logs", "", properties, "Hello World!".getBytes(StandardCharsets.UTF_8));
        // Then
        await().atMost(PATIENCE).until(() -> archived(id).contains("\"message\":\"Hello World!\""));
    }

    @Test
    void declaresItsQueueAsTheTopologySays() {
        // Given
        var arguments = new HashMap<String, Object>();
        var config = ConfigProvider.getConfig();
        for (var name : config.getPropertyNames()) {
            if (name.startsWith(TOPOLOGY + "x-")) {
                var value = config.getValue(name, String.class);
                arguments.put(name.substring(TOPOLOGY.length()), value.matches("\\d+") ? Long.valueOf(value) : value);
            }
        }
        assertThat(arguments)
                .containsEntry("x-queue-type", "quorum")
                .containsEntry("x-overflow", "reject-publish")
                .containsEntry("x-dead-letter-exchange", "logs.dlx")
                .containsEntry("x-dead-letter-strategy", "at-least-once")
                .containsKeys("x-delivery-limit", "x-max-length-bytes", "x-dead-letter-routing-key");
        // Then
        assertThatCode(() -> broker.channel().queueDeclare("logs.archive", true, false, false, arguments))
                .as("the broker refuses the queue's second declaration unless all arguments are the same")
                .doesNotThrowAnyException();
    }

    @Test
    void putsOffAMessageOfALaterReleaseUntilAConsumerKnowsIt() throws Exception {
        // Given
        var id = UUID.randomUUID();
        var body = "{\"id\":\"%s\",\"in\":\"a way that nobody knows yet\"}".formatted(id);
        var properties = ours().type("logcast.v2")
                .messageId(id.toString())
                .contentType("application/cbor")
                .headers(Map.of("tenant", "acme"))
                .build();
        // When
        broker.channel().basicPublish("logs", "a.info", properties, body.getBytes(StandardCharsets.UTF_8));
        // Then: it is delivered more often than the delivery limit allows, and holds nobody up
        await().atMost(PATIENCE)
                .until(() -> meters.counter("logcast.archive.deferred").count() > 25);
        var event = fullEvent();
        publish(event);
        await().atMost(PATIENCE).until(() -> archived(event.id()).equals(json(event)));
        var waiting = await().atMost(PATIENCE)
                .until(() -> broker.channel().basicGet("logs.archive.later", true), Objects::nonNull);
        assertThat(waiting.getBody()).asString(StandardCharsets.UTF_8).isEqualTo(body);
        assertThat(waiting.getProps().getType()).isEqualTo("logcast.v2");
        assertThat(waiting.getProps().getMessageId()).isEqualTo(id.toString());
        assertThat(waiting.getProps().getContentType()).isEqualTo("application/cbor");
        assertThat(waiting.getProps().getHeaders()).doesNotContainKey("x-death");
        assertThat(waiting.getProps().getHeaders().get("tenant")).hasToString("acme");
        assertThat(waiting.getProps().getHeaders().get("x-logcast-origin-exchange"))
                .hasToString("logs");
        assertThat(waiting.getProps().getHeaders().get("x-logcast-origin-routing-key"))
                .hasToString("a.info");
        assertThat(get("/api/v1/logs/" + id).statusCode()).isEqualTo(404);
        assertThat(deadLetter(body)).isNull();
    }

    @Test
    void showsAMalformedMessageAmongTheDeadLetters() throws Exception {
        // Given
        var body = "no event " + UUID.randomUUID();
        // When
        broker.channel().basicPublish("logs", "a.info", ours().build(), body.getBytes(StandardCharsets.UTF_8));
        // Then
        var letter = await().atMost(PATIENCE).until(() -> deadLetter(body), Objects::nonNull);
        assertThat(letter)
                .containsEntry("exception", UnreadableMessageException.class.getName())
                .containsEntry("exchange", "logs")
                .containsEntry("routing_key", "a.info")
                .containsEntry("queue", "logs.archive")
                .containsEntry("attempts", 1);
        assertThat(letter.get("reason")).asString().startsWith("line 1: ");
        assertThat(broker.channel()
                        .queueDeclarePassive("logs.archive.dead-letters")
                        .getMessageCount())
                .isZero();
    }

    @Test
    void showsAMalformedMessageWithVoidHeaders() throws Exception {
        // Given
        var body = "no event " + UUID.randomUUID();
        var headers = new HashMap<String, Object>();
        headers.put("x-logcast-origin-routing-key", null);
        headers.put("x-logcast-origin-exchange", null);
        // When
        var properties = ours().headers(headers).build();
        broker.channel().basicPublish("logs", "a.info", properties, body.getBytes(StandardCharsets.UTF_8));
        // Then
        var letter = await().atMost(PATIENCE).until(() -> deadLetter(body), Objects::nonNull);
        assertThat(letter).containsEntry("exchange", "logs").containsEntry("routing_key", "a.info");
    }

    @Test
    void showsABadEventAloneAndArchivesItsNeighbours() throws Exception {
        // Given
        var first = event("the first");
        publish(first);
        await().atMost(PATIENCE).until(() -> archived(first.id()).equals(json(first)));
        var good = event();
        var unreadable = "no event " + UUID.randomUUID();
        var conflict = json(first).replace("the first", "another");
        // When
        var body = json(good) + "\n" + unreadable + "\n" + conflict + "\n";
        broker.channel().basicPublish("logs", "a.info", ours().build(), body.getBytes(StandardCharsets.UTF_8));
        // Then
        var broken = await().atMost(PATIENCE).until(() -> deadLetter(unreadable), Objects::nonNull);
        assertThat(broken.get("reason")).asString().startsWith("line 2: ");
        var second = await().atMost(PATIENCE).until(() -> deadLetter(conflict), Objects::nonNull);
        assertThat(second.get("reason")).asString().startsWith("id-conflict: " + first.id());
        assertThat(archived(good.id())).isEqualTo(json(good));
        assertThat(archived(first.id())).isEqualTo(json(first));
    }

    private static @Nullable Map<String, Object> deadLetter(String body) {
        var ids = get("/api/v1/dead-letters").jsonPath().getList("dead_letters.id");
        return ids.stream()
                .map(id -> get("/api/v1/dead-letters/" + id).jsonPath().<String, Object>getMap("$"))
                .filter(letter -> body.equals(letter.get("body")))
                .findFirst()
                .orElse(null);
    }

    private void publish(LogEvent event) throws IOException {
        var message = new LogMessage(List.of(event), Map.of());
        broker.channel().basicPublish("logs", message.routingKey(), ours().build(), message.body());
    }

    private static BasicProperties.Builder ours() {
        return new BasicProperties.Builder().type(LogMessage.TYPE).deliveryMode(2);
    }

    private static String archived(UUID id) {
        return get("/api/v1/logs/" + id).body().asString();
    }
}
