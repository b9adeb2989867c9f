package io.logcast.rabbitmq;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.rabbitmq.client.AMQP.BasicProperties;
import com.rabbitmq.client.GetResponse;
import io.logcast.rabbitmq.testing.Connectors;
import io.logcast.rabbitmq.testing.Inbox;
import io.logcast.rabbitmq.testing.RabbitMq;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.eclipse.microprofile.reactive.messaging.Message;
import org.eclipse.microprofile.reactive.messaging.Metadata;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class DeadLetterStrategyIT {

    private static final Duration SOON = Duration.ofSeconds(10);

    private final RabbitMq broker = RabbitMq.shared();
    private final String queue = RabbitMq.uniqueName();
    private final String dead = queue + ".dead";
    private Connectors connectors;

    @BeforeEach
    void start() {
        var attributes = new HashMap<>(broker.attributes());
        attributes.put("drain-timeout", "500");
        connectors = Connectors.start(attributes);
    }

    @AfterEach
    void stop() {
        connectors.close();
    }

    @Test
    void publishesTheReasonAndThenAcks() throws Exception {
        // Given
        broker.declareBoundQueue(dead, "fanout", Map.of());
        consume();

        // When
        broker.run(channel -> {
            var properties = new BasicProperties.Builder()
                    .messageId("id-1")
                    .headers(Map.of("severity", "info"))
                    .build();
            channel.basicPublish("", queue, properties, new byte[] {1, 2, 3});
            return null;
        });

        // Then
        await().atMost(SOON).until(() -> broker.messages(dead) == 1);
        GetResponse letter = broker.run(channel -> channel.basicGet(dead, true));
        assertThat(letter.getBody()).containsExactly(1, 2, 3);
        assertThat(letter.getProps().getMessageId()).isEqualTo("id-1");
        assertThat(header(letter, "severity")).isEqualTo("info");
        assertThat(header(letter, DeadLetterHeaders.REASON)).isEqualTo("not a log event");
        assertThat(header(letter, DeadLetterHeaders.FAILURE)).isEqualTo("java.lang.IllegalArgumentException");
        assertThat(header(letter, DeadLetterHeaders.QUEUE)).isEqualTo(queue);
        await().atMost(SOON).until(() -> broker.messages(queue) == 0);
    }

    @Test
    void parksTheFailedPartsAloneEachWithItsReason() throws Exception {
        // Given
        broker.declareBoundQueue(dead, "fanout", Map.of());
        var parts = new FailedParts(List.of(
                new FailedParts.Part(new byte[] {1}, Map.of("events", 1), new IllegalArgumentException("the first")),
                new FailedParts.Part(new byte[] {3}, Map.of("events", 1), new IllegalStateException("the third"))));
        consume(message -> message.nack(new IllegalArgumentException("two of three"), Metadata.of(parts)));

        // When
        broker.run(channel -> {
            var properties =
                    new BasicProperties.Builder().headers(Map.of("events", 3)).build();
            channel.basicPublish("", queue, properties, new byte[] {1, 2, 3});
            return null;
        });

        // Then
        await().atMost(SOON).until(() -> broker.messages(dead) == 2);
        GetResponse first = broker.run(channel -> channel.basicGet(dead, true));
        GetResponse second = broker.run(channel -> channel.basicGet(dead, true));
        assertThat(first.getBody()).containsExactly(1);
        assertThat(second.getBody()).containsExactly(3);
        assertThat(header(first, "events")).isEqualTo("1");
        assertThat(header(first, DeadLetterHeaders.REASON)).isEqualTo("the first");
        assertThat(header(second, DeadLetterHeaders.REASON)).isEqualTo("the third");
        assertThat(header(second, DeadLetterHeaders.FAILURE)).isEqualTo("java.lang.IllegalStateException");
        await().atMost(SOON).until(() -> broker.messages(queue) == 0);
    }

    @Test
    void keepsTheMessageUntilItsDeadLetterIsStored() {
        // Given: nothing is bound to the dead-letter exchange
        broker.run(channel -> channel.exchangeDeclare(dead, "fanout", true));
        var inbox = consume();
        broker.publishTo(queue, "bad");
        await().atMost(SOON).until(() -> inbox.received().size() == 1);

        // When
        await().during(Duration.ofMillis(700)).until(() -> inbox.received().size() == 1);
        broker.declareBoundQueue(dead, "fanout", Map.of());

        // Then
        await().atMost(SOON).untilAsserted(() -> assertThat(broker.texts(dead)).containsExactly("bad"));
    }

    @Test
    void givesTheMessageBackWhenTheStopComesFirst() {
        // Given: nothing is bound to the dead-letter exchange
        broker.run(channel -> channel.exchangeDeclare(dead, "fanout", true));
        var inbox = consume();
        broker.publishTo(queue, "bad");
        await().atMost(SOON).until(() -> inbox.received().size() == 1);

        // When
        connectors.close();

        // Then
        assertThat(broker.texts(queue)).containsExactly("bad");
    }

    private Inbox consume() {
        return consume(message -> message.nack(new IllegalArgumentException("not a log event")));
    }

    private Inbox consume(Consumer<Message<?>> handler) {
        var inbox = connectors
                .incoming(
                        "in",
                        Map.of(
                                "queue.name", queue,
                                "exchange.name", queue,
                                "failure-strategy", "dead-letter",
                                "dead-letter-exchange", dead))
                .handle(handler);
        await().atMost(SOON).until(() -> broker.hasConsumer(queue));
        return inbox;
    }

    private static String header(GetResponse letter, String name) {
        return String.valueOf(letter.getProps().getHeaders().get(name));
    }
}
