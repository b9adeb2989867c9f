package io.logcast.rabbitmq;

import static io.logcast.rabbitmq.testing.Failures.reasonOf;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;
import static org.awaitility.Awaitility.await;

import io.logcast.rabbitmq.PublishException.Reason;
import io.logcast.rabbitmq.connector.ChannelStatus;
import io.logcast.rabbitmq.testing.Connectors;
import io.logcast.rabbitmq.testing.Outbox;
import io.logcast.rabbitmq.testing.Outbox.Sent;
import io.logcast.rabbitmq.testing.RabbitMq;
import io.logcast.testing.network.TcpProxy;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The outcomes of published messages when the broker, or the network to it, misbehaves. */
class PublishOutcomesIT {

    private static final Duration SOON = Duration.ofSeconds(3);

    private final RabbitMq broker = RabbitMq.shared();
    private final String name = RabbitMq.uniqueName();
    private TcpProxy proxy;
    private Connectors connectors;

    @BeforeEach
    void start() {
        broker.declareBoundQueue(name, "fanout", Map.of());
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
    void aMessageThatNeverReachedTheBrokerIsNotAckedAfterAReconnect() {
        // Given: confirms of a first connection, which is then lost
        var outbox = publishing(Map.of("publish-timeout", "2000"));
        sendAndAwait(outbox, 10);
        proxy.cut();
        await().atMost(Duration.ofSeconds(20)).until(() -> proxy.accepted() >= 2);
        awaitOneAck(outbox);
        int arrived = broker.messages(name);

        // When: nothing reaches the broker any more
        proxy.freezeToServer();
        var lost = send(outbox, 10);

        // Then
        await().atMost(Duration.ofSeconds(8))
                .until(() -> lost.stream().allMatch(s -> s.outcome().isDone()));
        assertThat(lost).noneMatch(Sent::isAcked);
        assertThat(broker.messages(name)).isEqualTo(arrived);
    }

    @Test
    void everyUnconfirmedMessageFailsWhenTheConnectionIsLost() {
        // Given
        var outbox = publishing(Map.of());
        sendAndAwait(outbox, 1);
        proxy.freezeToClient();
        var unconfirmed = send(outbox, 200);
        await().atMost(SOON).until(() -> broker.messages(name) == 201);

        // When
        proxy.refuse(true);
        proxy.cut();

        // Then
        await().atMost(SOON)
                .until(() -> unconfirmed.stream().allMatch(s -> s.outcome().isDone()));
        assertThat(unconfirmed).allMatch(Sent::isNacked);
        assertThat(unconfirmed).extracting(s -> reasonOf(s)).containsOnly(Reason.CONNECTION_LOST);
    }

    @Test
    void noMessageIsLeftWithoutAnswerAfterSeveralCutsUnderLoad() {
        // Given
        var outbox = publishing(Map.of("max-inflight-messages", "200"));
        sendAndAwait(outbox, 1);

        // When
        var sent = new ArrayList<Sent>();
        for (int cut = 0; cut < 5; cut++) {
            sent.addAll(send(outbox, 2000));
            await().until(() -> sent.stream().filter(s -> s.outcome().isDone()).count() > 500);
            proxy.cut();
        }

        // Then: each has an outcome, and acked messages are in the queue
        await().atMost(Duration.ofSeconds(15))
                .until(() -> sent.stream().allMatch(s -> s.outcome().isDone()));
        awaitOneAck(outbox);
        long acked = outbox.sent().stream().filter(Sent::isAcked).count();
        assertThat(broker.messages(name)).isGreaterThanOrEqualTo((int) acked);
    }

    @Test
    void messagesFailAtOnceWhileTheBrokerIsAwayAndPassAfterItsReturn() {
        // Given
        var outbox = publishing(Map.of());
        sendAndAwait(outbox, 1);
        proxy.refuse(true);
        proxy.cut();
        await().atMost(SOON).until(() -> reasonOf(outbox.send("probe").await(SOON)) == Reason.NOT_CONNECTED);

        // When
        var away = send(outbox, 100);

        // Then
        await().atMost(Duration.ofSeconds(1)).until(() -> away.stream().allMatch(Sent::isNacked));
        assertThat(away).extracting(s -> reasonOf(s)).containsOnly(Reason.NOT_CONNECTED);
        proxy.refuse(false);
        awaitOneAck(outbox, Duration.ofSeconds(2));
    }

    @Test
    void aGraceBridgesAShortLoss() {
        // Given
        var outbox = publishing(Map.of("unavailable-grace", "4000"));
        sendAndAwait(outbox, 1);
        proxy.refuse(true);
        proxy.cut();
        await().atMost(SOON).until(() -> connectors.ours().channels().stream().noneMatch(ChannelStatus::up));

        // When
        var waiting = send(outbox, 20);
        proxy.refuse(false);

        // Then
        await().atMost(SOON).until(() -> waiting.stream().allMatch(Sent::isAcked));
    }

    @Test
    void unroutableMessagesFailAndTheirNeighboursDoNot() {
        // Given: every second message has a routing key that nothing is bound to
        var direct = RabbitMq.uniqueName();
        broker.declareBoundQueue(direct, "direct", Map.of());
        var outbox = connectors.outgoing(
                "out", Map.of("exchange.name", direct, "exchange.type", "direct", "publish-confirms", "true"));

        // When
        var sent = IntStream.range(0, 1000)
                .mapToObj(i -> outbox.send("x", i % 2 == 0 ? direct : "nowhere"))
                .toList();

        // Then
        await().atMost(Duration.ofSeconds(10))
                .until(() -> sent.stream().allMatch(s -> s.outcome().isDone()));
        assertThat(broker.messages(direct)).isEqualTo(500);
        for (int i = 0; i < sent.size(); i++) {
            assertThat(sent.get(i).isAcked()).as("message %d", i).isEqualTo(i % 2 == 0);
        }
        assertThat(sent.get(1).failure()).isInstanceOfSatisfying(PublishException.class, failure -> {
            assertThat(failure.reason()).isEqualTo(Reason.UNROUTABLE);
            assertThat(failure.replyCode()).isEqualTo(312);
        });
    }

    @Test
    void aFullQueueRejects() {
        // Given
        var full = RabbitMq.uniqueName();
        broker.declareBoundQueue(full, "fanout", Map.of("x-max-length", 1, "x-overflow", "reject-publish"));
        var outbox = connectors.outgoing(
                "out", Map.of("exchange.name", full, "exchange.type", "fanout", "publish-confirms", "true"));
        assertThat(outbox.send("fits").await(SOON).isAcked()).isTrue();

        // When
        var refused = send(outbox, 10);

        // Then
        await().atMost(SOON)
                .until(() -> refused.stream().allMatch(s -> s.outcome().isDone()));
        assertThat(refused).extracting(s -> reasonOf(s)).containsOnly(Reason.REJECTED);
    }

    @Test
    void aSilentBrokerCostsNoMoreThanTheDeadlineAndIsGivenUp() {
        // Given
        var outbox = publishing(Map.of("publish-timeout", "1000", "handshake-timeout", "1000"));
        sendAndAwait(outbox, 1);
        proxy.freeze();

        // When
        var first = outbox.send("first").await(Duration.ofSeconds(2));

        // Then: the connection is given up, so that the next message need not wait
        assertThat(reasonOf(first)).isEqualTo(Reason.DEADLINE);
        await().atMost(SOON).until(() -> reasonOf(outbox.send("next").await(SOON)) == Reason.NOT_CONNECTED);
        proxy.cut();
        proxy.thaw();
        awaitOneAck(outbox, Duration.ofSeconds(4));
    }

    @Test
    void aPublisherStuckInAWriteIsFreed() {
        // Given: a peer that no longer reads, and more bytes than all buffers on the way can hold
        var outbox = publishing(Map.of("publish-timeout", "1000", "max-inflight-messages", "200"));
        sendAndAwait(outbox, 1);
        proxy.freezeToServer();
        var sent = new ArrayList<Sent>();

        // When
        for (int i = 0; i < 200; i++) {
            sent.add(outbox.send(new byte[256 * 1024]));
        }

        // Then
        await().atMost(SOON).until(() -> sent.stream().allMatch(s -> s.outcome().isDone()));
        assertThat(sent).noneMatch(Sent::isAcked);
        proxy.cut();
        proxy.thaw();
        awaitOneAck(outbox, Duration.ofSeconds(10));
    }

    @Test
    void noMoreThanTheWindowIsInFlight() {
        // Given
        var outbox = publishing(Map.of("max-inflight-messages", "10"));
        sendAndAwait(outbox, 1);
        proxy.freezeToClient();

        // When
        send(outbox, 50);

        // Then
        await().during(Duration.ofMillis(300)).until(() -> broker.messages(name) <= 11);
        await().until(() -> broker.messages(name) == 11 && outbox.demand() == 0);
        proxy.thaw();
        await().until(() -> outbox.sent().stream().allMatch(Sent::isAcked));
    }

    @Test
    void anExchangeThatIsDeletedIsDeclaredAgain() {
        // Given
        var outbox = publishing(Map.of());
        sendAndAwait(outbox, 1);

        // When
        broker.run(channel -> channel.exchangeDelete(name));

        // Then: the broker closes the AMQP channel at the next publish, and it is opened again
        await().atMost(Duration.ofSeconds(10)).until(() -> {
            outbox.send("probe").await(SOON);
            return broker.exchangeExists(name);
        });
        assertThat(proxy.accepted()).isEqualTo(1);
    }

    /** RabbitMQ 3 accepts messages of up to 128 MiB. */
    @Test
    void aMessageThatIsTooLargeForRabbitMq4FailsAndLaterOnesDoNot() {
        // Given
        assumeThat(broker.endpoint().managementApi().version()).doesNotStartWith("3.");
        var outbox = publishing(Map.of());
        sendAndAwait(outbox, 1);

        // When
        var large = outbox.send(new byte[16 * 1024 * 1024 + 1]).await(Duration.ofSeconds(10));

        // Then: the broker says why as it closes the AMQP channel, which is opened again
        assertThat(reasonOf(large)).isEqualTo(Reason.CONNECTION_LOST);
        assertThat(large.failure()).hasMessageContaining("max size");
        awaitOneAck(outbox);
        assertThat(proxy.accepted()).isEqualTo(1);
    }

    private Outbox publishing(Map<String, String> more) {
        var attributes = new HashMap<>(Map.of(
                "exchange.name", name,
                "exchange.type", "fanout",
                "publish-confirms", "true",
                "reconnect-interval", "1"));
        if (Connectors.isStock()) {
            attributes.put("retry-on-fail-attempts", "0");
        }
        attributes.putAll(more);
        return connectors.outgoing("out", attributes);
    }

    private static List<Sent> send(Outbox outbox, int count) {
        return IntStream.range(0, count)
                .mapToObj(i -> outbox.send("message " + i))
                .toList();
    }

    private static void sendAndAwait(Outbox outbox, int count) {
        var sent = send(outbox, count);
        await().atMost(Duration.ofSeconds(10)).until(() -> sent.stream().allMatch(Sent::isAcked));
    }

    private static void awaitOneAck(Outbox outbox) {
        awaitOneAck(outbox, Duration.ofSeconds(15));
    }

    private static void awaitOneAck(Outbox outbox, Duration within) {
        await().atMost(within)
                .pollInterval(Duration.ofMillis(50))
                .until(() -> outbox.send("probe").await(Duration.ofSeconds(2)).isAcked());
    }
}
