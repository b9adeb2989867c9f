package io.logcast.consumer.receipts;

import static io.logcast.testing.LogEventFixtures.event;
import static io.logcast.testing.LogEventFixtures.json;
import static io.logcast.testing.TestDatabase.execute;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.logcast.consumer.Delivered;
import io.logcast.consumer.InMemoryChannels;
import io.logcast.model.event.LogEvent;
import io.logcast.rabbitmq.DeadLetterHeaders;
import io.logcast.testing.DatabaseTestResource;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.path.json.JsonPath;
import io.smallrye.reactive.messaging.memory.InMemoryConnector;
import io.smallrye.reactive.messaging.rabbitmq.OutgoingRabbitMQMetadata;
import jakarta.enterprise.inject.Any;
import jakarta.inject.Inject;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

@QuarkusTest
@WithTestResource(InMemoryChannels.class)
@WithTestResource(DatabaseTestResource.class)
class ReceiptResponderTest {

    private static final Duration PATIENCE = Duration.ofMinutes(1);

    @Inject
    @Any
    InMemoryConnector channels;

    @BeforeEach
    void forget() throws Exception {
        execute("truncate dead_letter");
        channels.sink("receipts").clear();
    }

    @Test
    void tellsWhenAnEventWasArchived() {
        // Given
        var event = event();
        deliver("archive", Delivered.of(event));
        // When
        var receipt = receipt(event.id());
        // Then
        assertThat(receipt.getString("id")).isEqualTo(event.id().toString());
        assertThat(receipt.getString("state")).isEqualTo("archived");
        assertThat(receipt.getString("archived_at")).startsWith("20");
        assertThat(receipt.getMap("$")).doesNotContainKey("dead_letters");
    }

    @Test
    void tellsWhyAnEventIsDeadLettered() throws Exception {
        // Given
        var first = event();
        var second = event();
        deadLetter(first, second);
        // When
        var receipt = receipt(second.id());
        // Then
        assertThat(receipt.getString("state")).isEqualTo("dead-lettered");
        assertThat(receipt.getString("dead_letters[0].reason")).isEqualTo("why not");
        assertThat(receipt.getString("dead_letters[0].queue")).isEqualTo("logs.archive");
        execute("update dead_letter set replayed_at = now()");
        assertThat(receipt(second.id()).getString("state")).isEqualTo("not-archived");
        assertThat(receipt(first.id()).getString("dead_letters[0].replayed_at")).isNotNull();
    }

    @Test
    void tellsOfBothWhereAnArchivedIdHasOtherContentToo() {
        // Given
        var event = event();
        deliver("archive", Delivered.of(event));
        deadLetter(event);
        // Then
        assertThat(receipt(event.id()).getString("state")).isEqualTo("archived");
        assertThat(receipt(event.id()).getList("dead_letters")).hasSize(1);
    }

    @Test
    void tellsThatAnEventIsNotArchived() {
        assertThat(receipt(UUID.randomUUID()).getString("state")).isEqualTo("not-archived");
    }

    @Test
    void doesNotAnswerWhatIsNoRequest() {
        // When
        deliver("receipt-requests", Delivered.request("no id", "reply-queue", "1"));
        deliver("receipt-requests", Delivered.foreign(UUID.randomUUID().toString(), ""));
        // Then: it continues
        assertThat(channels.sink("receipts").received()).isEmpty();
        assertThat(receipt(UUID.randomUUID()).getString("state")).isEqualTo("not-archived");
    }

    private JsonPath receipt(UUID id) {
        channels.sink("receipts").clear();
        deliver("receipt-requests", Delivered.request(id.toString(), "reply-queue", "4711"));
        var sink = channels.<byte[]>sink("receipts");
        await().atMost(PATIENCE).until(() -> sink.received().size() == 1);
        var reply = sink.received().get(0);
        var properties = reply.getMetadata(OutgoingRabbitMQMetadata.class).orElseThrow();
        assertThat(properties.getRoutingKey()).isEqualTo("reply-queue");
        assertThat(properties.getCorrelationId()).isEqualTo("4711");
        return JsonPath.from(new String(reply.getPayload(), StandardCharsets.UTF_8));
    }

    private void deadLetter(LogEvent... events) {
        var body = new StringBuilder();
        for (var event : events) {
            body.append(json(event)).append('\n');
        }
        deliver(
                "dead-letters",
                Delivered.deadLetterOfOurs(
                        body.toString().getBytes(StandardCharsets.UTF_8),
                        Map.of(DeadLetterHeaders.REASON, "why not", DeadLetterHeaders.QUEUE, "logs.archive")));
    }

    private void deliver(String channel, Delivered delivered) {
        channels.source(channel).send(delivered.message());
        await().atMost(PATIENCE).until(delivered::isSettled);
        assertThat(delivered.acked()).isCompleted();
    }
}
