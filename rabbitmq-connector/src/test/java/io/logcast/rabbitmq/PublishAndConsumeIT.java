package io.logcast.rabbitmq;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.logcast.rabbitmq.testing.Connectors;
import io.logcast.rabbitmq.testing.Inbox;
import io.logcast.rabbitmq.testing.RabbitMq;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class PublishAndConsumeIT {

    private final RabbitMq broker = RabbitMq.shared();
    private Connectors connectors;
    private String queue;

    @BeforeEach
    void start() {
        connectors = Connectors.start(broker.attributes());
        queue = RabbitMq.uniqueName();
    }

    @AfterEach
    void stop() {
        connectors.close();
    }

    @Test
    void aPublishedMessageIsAckedAndArrives() {
        // Given
        var inbox = connectors
                .incoming("in", Map.of("queue.name", queue, "exchange.name", queue, "exchange.type", "fanout"))
                .open();
        var outbox = connectors.outgoing(
                "out", Map.of("exchange.name", queue, "exchange.type", "fanout", "publish-confirms", "true"));

        // When
        var sent = outbox.send("hello");

        // Then
        assertThat(sent.outcome()).succeedsWithin(Duration.ofSeconds(5));
        var message = inbox.take();
        assertThat(Inbox.text(message)).isEqualTo("hello");
        message.ack();
    }

    @Test
    void manyMessagesArriveInOrderAndTheQueueIsEmptyInTheEnd() {
        // Given
        var attributes = Map.of(
                "queue.name",
                queue,
                "exchange.name",
                queue,
                "exchange.type",
                "fanout",
                "max-outstanding-messages",
                "100");
        var inbox = connectors.incoming("in", attributes).ackAll();
        var outbox = connectors.outgoing(
                "out", Map.of("exchange.name", queue, "exchange.type", "fanout", "publish-confirms", "true"));
        await().until(() -> broker.hasConsumer(queue));

        // When
        for (int i = 0; i < 20_000; i++) {
            outbox.send(Integer.toString(i));
        }

        // Then
        await().atMost(Duration.ofSeconds(30)).until(() -> inbox.received().size() == 20_000);
        assertThat(inbox.received()).startsWith("0", "1", "2").endsWith("19999").doesNotHaveDuplicates();
        await().untilAsserted(() -> assertThat(outbox.sent()).allMatch(sent -> sent.isAcked()));
        connectors.close();
        assertThat(broker.messages(queue)).isZero();
    }
}
