package io.logcast.rabbitmq;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.logcast.rabbitmq.testing.Connectors;
import io.logcast.rabbitmq.testing.Inbox;
import io.logcast.rabbitmq.testing.RabbitMq;
import io.logcast.testing.network.TcpProxy;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import org.eclipse.microprofile.reactive.messaging.Message;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Consumers when the broker, or the network to it, misbehaves. */
class ConsumingIT {

    private static final Duration LATEST = Duration.ofSeconds(15);

    private final RabbitMq broker = RabbitMq.shared();
    private final String queue = RabbitMq.uniqueName();
    private TcpProxy proxy;
    private Connectors connectors;

    @BeforeEach
    void start() {
        proxy = new TcpProxy(broker.endpoint().host(), broker.endpoint().port());
        var attributes = broker.attributesVia("127.0.0.1", proxy.port());
        attributes.put("drain-timeout", "500");
        connectors = Connectors.start(attributes);
    }

    @AfterEach
    void stop() {
        proxy.close();
        connectors.close();
    }

    @Test
    void aLateAckAfterAReconnectAcksNothingElse() {
        // Given: two messages delivered, not settled, and delivered again after a reconnect
        var inbox = consuming(Map.of("max-outstanding-messages", "10")).open();
        await().atMost(LATEST).until(() -> broker.hasConsumer(queue));
        broker.publishTo(queue, "a", "b");
        var late = inbox.take();
        inbox.take();
        proxy.cut();
        var again = inbox.take();
        inbox.take();
        assertThat(Inbox.text(again)).isEqualTo("a");

        // When: the first deliveries are acked only now
        late.ack();

        // Then: both messages are still there when the second consumer goes away
        await().during(Duration.ofMillis(500)).until(() -> true);
        proxy.refuse(true);
        proxy.cut();
        await().atMost(LATEST)
                .untilAsserted(() -> assertThat(broker.messages(queue)).isEqualTo(2));
    }

    @Test
    void aConsumerCancelledByTheBrokerComesBack() {
        // Given
        var inbox = consuming(Map.of()).ackAll();
        await().atMost(LATEST).until(() -> broker.hasConsumer(queue));

        // When
        broker.deleteQueue(queue);

        // Then
        await().atMost(LATEST).until(() -> broker.hasConsumer(queue));
        broker.publishTo(queue, "after");
        await().atMost(LATEST).until(() -> inbox.received().contains("after"));
        assertThat(inbox.isOver()).isFalse();
    }

    @Test
    void aConsumerComesBackAfterManyCutsAndNothingIsLost() {
        // Given
        var inbox = consuming(Map.of("max-outstanding-messages", "50")).ackAll();
        await().atMost(LATEST).until(() -> broker.hasConsumer(queue));
        var texts = IntStream.range(0, 5000).mapToObj(Integer::toString).toArray(String[]::new);

        // When
        for (int cut = 0; cut < 5; cut++) {
            broker.publishTo(queue, Arrays.copyOfRange(texts, cut * 1000, (cut + 1) * 1000));
            proxy.cut();
        }

        // Then
        await().atMost(LATEST).until(() -> inbox.received().stream().distinct().count() == texts.length);
        await().atMost(LATEST).until(() -> broker.messages(queue) == 0);
        assertThat(inbox.isOver()).isFalse();
    }

    @Test
    void thePrefetchHoldsAfterAReconnect() {
        // Given
        var inbox = consuming(Map.of("max-outstanding-messages", "5")).open();
        await().atMost(LATEST).until(() -> broker.hasConsumer(queue));
        broker.publishTo(
                queue, IntStream.range(0, 50).mapToObj(Integer::toString).toArray(String[]::new));
        await().until(() -> inbox.received().size() == 5);

        // When
        proxy.cut();

        // Then
        await().atMost(LATEST).until(() -> inbox.received().size() >= 10 && broker.messages(queue) == 45);
        await().during(Duration.ofMillis(500)).until(() -> inbox.received().size() == 10);
    }

    @Test
    void aHalfOpenConnectionIsNoticedByItsHeartbeat() {
        // Given
        var inbox = consuming(Map.of("requested-heartbeat", "1", "handshake-timeout", "2000"))
                .ackAll();
        await().atMost(LATEST).until(() -> broker.hasConsumer(queue));
        int before = proxy.accepted();

        // When
        proxy.freeze();

        // Then
        await().atMost(LATEST).until(() -> proxy.accepted() > before);
        proxy.cut();
        proxy.thaw();
        await().atMost(LATEST).until(() -> broker.hasConsumer(queue));
        broker.publishTo(queue, "after");
        await().atMost(LATEST).until(() -> inbox.received().contains("after"));
    }

    @Test
    void noMoreIsHandedOutThanAskedFor() {
        // Given
        var inbox = consuming(Map.of("max-outstanding-messages", "20")).request(3);
        await().atMost(LATEST).until(() -> broker.hasConsumer(queue));

        // When
        broker.publishTo(
                queue, IntStream.range(0, 30).mapToObj(Integer::toString).toArray(String[]::new));

        // Then
        await().until(() -> inbox.received().size() == 3);
        await().during(Duration.ofMillis(300)).until(() -> inbox.received().size() == 3);
        inbox.request(2);
        await().until(() -> inbox.received().size() == 5);
    }

    @Test
    void whatIsHeldForTooLongGoesBackOnceAndComesAgainWhenTheApplicationGoesOn() {
        // Given
        var inbox = consuming(Map.of("give-back-after", "500", "max-outstanding-messages", "10"))
                .open();
        await().atMost(LATEST).until(() -> broker.hasConsumer(queue));
        broker.publishTo(queue, "a", "b");
        var first = inbox.take();
        var second = inbox.take();

        // When: nothing is settled
        // Then: both are back in the queue, and stay there
        await().atMost(LATEST).until(() -> broker.messages(queue) == 2);
        await().during(Duration.ofMillis(1500)).until(() -> broker.messages(queue) == 2);
        assertThat(inbox.received()).hasSize(2);

        // When: the application goes on
        first.ack();
        second.ack();

        // Then
        var again = List.of(inbox.take(), inbox.take());
        assertThat(again).extracting(Inbox::text).containsExactly("a", "b");
        again.forEach(Message::ack);
        await().atMost(LATEST).until(() -> broker.messages(queue) == 0);
        assertThat(inbox.isOver()).isFalse();
    }

    @Test
    void oneThatIsHeldForTooLongComesAgainWhileOthersAreSettled() {
        // Given: an application that holds one message
        var inbox = consuming(Map.of("give-back-after", "500", "max-outstanding-messages", "10"))
                .open();
        await().atMost(LATEST).until(() -> broker.hasConsumer(queue));
        broker.publishTo(queue, "held");
        var held = inbox.take();

        // When: it settles others
        var again = new ArrayList<Message<?>>();
        await().atMost(LATEST).until(() -> {
            broker.publishTo(queue, "other");
            var next = inbox.take();
            if (Inbox.text(next).equals("held")) {
                again.add(next);
            } else {
                next.ack();
            }
            return !again.isEmpty();
        });

        // Then: its first delivery settles nothing, the second does
        held.ack();
        again.get(0).ack();
        await().atMost(LATEST).until(() -> {
            Optional.ofNullable(inbox.take(100)).ifPresent(Message::ack);
            return broker.messages(queue) == 0;
        });
        assertThat(inbox.isOver()).isFalse();
    }

    @Test
    void lossesDoNotCountTowardTheDeliveryLimitWhileTheApplicationIsStuck() {
        // Given: an application that settles nothing, and a queue that gives up a message after two returns
        var inbox = consuming(Map.of(
                        "give-back-after", "60000",
                        "queue.x-queue-type", "quorum",
                        "queue.x-delivery-limit", "2"))
                .open();
        await().atMost(LATEST).until(() -> broker.hasConsumer(queue));
        broker.publishTo(queue, "a", "b");
        var held = List.of(inbox.take(), inbox.take());

        // When
        for (int cut = 1; cut <= 4; cut++) {
            int connections = proxy.accepted();
            proxy.cut();
            await().atMost(LATEST).until(() -> proxy.accepted() > connections);
            // Then: they do not come again
            assertThat(inbox.take(500)).isNull();
        }
        await().atMost(LATEST).until(() -> broker.messages(queue) == 2);

        // When: the application goes on
        held.forEach(Message::ack);

        // Then
        var again = List.of(inbox.take(), inbox.take());
        assertThat(again).extracting(Inbox::text).containsExactlyInAnyOrder("a", "b");
        again.forEach(Message::ack);
        await().atMost(LATEST).until(() -> broker.messages(queue) == 0);
    }

    @Test
    void acksOutOfOrderSettleWhatTheyName() {
        // Given
        var inbox = consuming(Map.of("max-outstanding-messages", "10")).open();
        await().atMost(LATEST).until(() -> broker.hasConsumer(queue));
        broker.publishTo(queue, "0", "1", "2", "3", "4", "5");
        var messages = IntStream.range(0, 6).mapToObj(i -> inbox.take()).toList();

        // When: all but the first and the fourth
        messages.get(5).ack();
        messages.get(1).ack();
        messages.get(2).ack();
        messages.get(4).ack();

        // Then
        await().during(Duration.ofMillis(300)).until(() -> true);
        proxy.refuse(true);
        proxy.cut();
        await().atMost(LATEST)
                .untilAsserted(() -> assertThat(broker.texts(queue)).containsExactly("0", "3"));
    }

    @Test
    void aRejectedMessageIsDeadLetteredByTheBroker() {
        // Given
        var inbox = consuming(Map.of(
                        "failure-strategy", "reject",
                        "auto-bind-dlq", "true",
                        "dlx.declare", "true",
                        "dead-letter-exchange", queue + ".dlx"))
                .handle(message -> message.nack(new IllegalStateException("cannot be processed")));
        await().atMost(LATEST).until(() -> broker.hasConsumer(queue));

        // When
        broker.publishTo(queue, "bad");

        // Then
        await().atMost(LATEST)
                .untilAsserted(() -> assertThat(broker.texts(queue + ".dlq")).containsExactly("bad"));
        assertThat(inbox.received()).containsExactly("bad");
    }

    @Test
    void aRequeuedMessageComesAgain() {
        // Given
        var inbox = consuming(Map.of("failure-strategy", "requeue")).open();
        await().atMost(LATEST).until(() -> broker.hasConsumer(queue));
        broker.publishTo(queue, "twice");

        // When
        inbox.take().nack(new IllegalStateException("not now"));

        // Then
        var again = inbox.take();
        assertThat(Inbox.text(again)).isEqualTo("twice");
        again.ack();
        await().atMost(LATEST).until(() -> broker.messages(queue) == 0);
    }

    @Test
    void theDeliveryLimitEndsAPoisonMessage() {
        // Given
        consuming(Map.of(
                        "failure-strategy", "requeue",
                        "queue.x-queue-type", "quorum",
                        "queue.x-delivery-limit", "3",
                        "auto-bind-dlq", "true",
                        "dlx.declare", "true",
                        "dead-letter-exchange", queue + ".dlx"))
                .handle(message -> message.nack(new IllegalStateException("poison")));
        await().atMost(LATEST).until(() -> broker.hasConsumer(queue));

        // When
        broker.publishTo(queue, "poison");

        // Then
        await().atMost(LATEST)
                .untilAsserted(() -> assertThat(broker.texts(queue + ".dlq")).containsExactly("poison"));
    }

    @Test
    void aNackedMessageIsSettledOnce() {
        // Given
        var inbox = consuming(Map.of("failure-strategy", "accept")).open();
        await().atMost(LATEST).until(() -> broker.hasConsumer(queue));
        broker.publishTo(queue, "one");
        Message<?> message = inbox.take();

        // When
        message.nack(new IllegalStateException("accepted all the same"));
        message.ack();
        message.ack();

        // Then: a second settlement would have closed the AMQP channel
        await().atMost(LATEST).until(() -> broker.messages(queue) == 0);
        broker.publishTo(queue, "two");
        assertThat(Inbox.text(inbox.take())).isEqualTo("two");
    }

    private Inbox consuming(Map<String, String> more) {
        var attributes = new HashMap<>(Map.of(
                "queue.name", queue, "exchange.name", queue, "exchange.type", "fanout", "reconnect-interval", "1"));
        attributes.putAll(more);
        return connectors.incoming("in", attributes);
    }
}
