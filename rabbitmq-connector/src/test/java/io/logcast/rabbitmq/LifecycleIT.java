package io.logcast.rabbitmq;

import static io.logcast.rabbitmq.testing.Failures.reasonOf;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.logcast.rabbitmq.PublishException.Reason;
import io.logcast.rabbitmq.connection.BrokerLink;
import io.logcast.rabbitmq.connection.ChannelUser;
import io.logcast.rabbitmq.connector.ChannelStatus;
import io.logcast.rabbitmq.testing.Connectors;
import io.logcast.rabbitmq.testing.Outbox;
import io.logcast.rabbitmq.testing.Outbox.Sent;
import io.logcast.rabbitmq.testing.Properties;
import io.logcast.rabbitmq.testing.RabbitMq;
import io.logcast.testing.network.TcpProxy;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.eclipse.microprofile.reactive.messaging.Message;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Start without a broker, health, and the stop. */
class LifecycleIT {

    private static final Duration SOON = Duration.ofSeconds(5);

    private final RabbitMq broker = RabbitMq.shared();
    private final String name = RabbitMq.uniqueName();
    private TcpProxy proxy;
    private Connectors connectors;

    @BeforeEach
    void start() {
        broker.declareBoundQueue(name, "fanout", Map.of());
        proxy = new TcpProxy(broker.endpoint().host(), broker.endpoint().port());
        connectors = Connectors.start(broker.attributesVia("127.0.0.1", proxy.port()));
    }

    @AfterEach
    void stop() {
        connectors.close();
        proxy.close();
    }

    @Test
    void startsWithoutABrokerAndGoesOnWhenItComes() {
        // Given
        proxy.refuse(true);
        var outbox = publishing(Map.of());
        var inbox = connectors.incoming("in", consuming()).ackAll();
        assertThat(connectors.health().getLiveness().isOk()).isTrue();
        assertThat(connectors.health().getReadiness().isOk()).isFalse();

        // When
        proxy.refuse(false);

        // Then
        await().atMost(SOON).until(() -> outbox.send("first").await(SOON).isAcked());
        await().atMost(SOON).until(() -> !inbox.received().isEmpty());
        assertThat(connectors.health().getReadiness().isOk()).isTrue();
    }

    @Test
    void aLostBrokerShowsInItsOwnHealthOnly() {
        // Given
        publishing(Map.of());
        connectors.incoming("in", consuming()).ackAll();
        await().atMost(SOON).until(() -> connectors.ours().channels().stream().allMatch(ChannelStatus::up));

        // When
        proxy.refuse(true);
        proxy.cut();

        // Then
        await().atMost(SOON).until(() -> connectors.ours().channels().stream().noneMatch(ChannelStatus::up));
        assertThat(connectors.health().getLiveness().isOk()).isTrue();
        assertThat(connectors.health().getReadiness().isOk()).isTrue();
        proxy.refuse(false);
        await().atMost(SOON).until(() -> connectors.ours().channels().stream().allMatch(ChannelStatus::up));
    }

    @Test
    void aConnectionWhoseRequestsAreNotAnsweredIsGivenUpLongBeforeItsHeartbeat() {
        // Given
        var attributes = new HashMap<>(consuming());
        attributes.putAll(
                Map.of("topology-check-interval", "200ms", "rpc-timeout", "500", "requested-heartbeat", "600"));
        var inbox = connectors.incoming("in", attributes).ackAll();
        await().atMost(SOON).until(() -> connectors.ours().channels().stream().allMatch(ChannelStatus::up));

        // When
        proxy.lose();

        // Then
        broker.publishTo(name, "after");
        await().atMost(Duration.ofMinutes(1)).until(() -> inbox.received().contains("after"));
    }

    @Test
    void theStopWaitsForHandlersAndSendsTheirAcks() {
        // Given: handlers that take a while
        var inbox = connectors
                .incoming("in", consuming())
                .handle(message -> CompletableFuture.delayedExecutor(500, TimeUnit.MILLISECONDS)
                        .execute(message::ack));
        broker.publishTo(name, "1", "2", "3");
        await().atMost(SOON).until(() -> inbox.received().size() == 3);

        // When
        connectors.close();

        // Then
        assertThat(broker.messages(name)).isZero();
    }

    @Test
    void theStopGivesBackWhatIsNotHandledInTime() {
        // Given: a handler that never ends
        var attributes = new HashMap<>(consuming());
        attributes.put("drain-timeout", "300");
        var inbox = connectors.incoming("in", attributes).open();
        broker.publishTo(name, "1", "2");
        await().atMost(SOON).until(() -> inbox.received().size() == 2);

        // When
        connectors.close();

        // Then
        assertThat(broker.messages(name)).isEqualTo(2);
    }

    @Test
    void theStopWaitsForConfirms() {
        // Given
        var outbox = publishing(Map.of());
        assertThat(outbox.send("first").await(SOON).isAcked()).isTrue();
        proxy.freezeToClient();
        var sent = send(outbox, 20);
        CompletableFuture.delayedExecutor(400, TimeUnit.MILLISECONDS).execute(proxy::thaw);

        // When
        connectors.close();

        // Then
        assertThat(sent).allMatch(Sent::isAcked);
    }

    @Test
    void theStopFailsWhatIsNotConfirmedInTime() {
        // Given
        var outbox = publishing(Map.of("drain-timeout", "300"));
        assertThat(outbox.send("first").await(SOON).isAcked()).isTrue();
        proxy.freezeToClient();
        var sent = send(outbox, 20);

        // When
        connectors.close();

        // Then
        assertThat(sent).allMatch(s -> reasonOf(s) == Reason.CONNECTION_LOST);
    }

    @Test
    void theStopLeavesNoThreadAndNoConnectionBehind() {
        // Given
        publishing(Map.of());
        connectors.incoming("in", consuming()).ackAll();
        await().atMost(SOON).until(() -> connectors.ours().channels().stream().allMatch(ChannelStatus::up));
        assertThat(ourThreads()).isNotEmpty();

        // When
        connectors.close();

        // Then
        await().atMost(SOON).untilAsserted(() -> assertThat(ourThreads()).isEmpty());
        assertThat(broker.hasConsumer(name)).isFalse();
    }

    @Test
    void anErrorOfOneChannelIsTriedAgainAndEndsNoThread() {
        try (var properties = new Properties()) {
            // Given
            broker.attributes().forEach((name, value) -> properties.set("rabbitmq-" + name, value));
            var opened = new AtomicInteger();

            // When
            var first = connectors.ours().connection("erring").register(new ChannelUser() {
                @Override
                public String name() {
                    return "erring";
                }

                @Override
                public void open(BrokerLink link) {
                    if (opened.incrementAndGet() < 3) {
                        throw new NoClassDefFoundError("of a test");
                    }
                }
            });

            // Then
            await().atMost(SOON).until(() -> opened.get() == 3);
            assertThat(first.toCompletableFuture()).isCompletedExceptionally();
        }
    }

    @Test
    void anErrorOfAnAnswerLeavesTheOthersTheirs() {
        // Given
        var outbox = publishing(Map.of());
        assertThat(outbox.send("first").await(SOON).isAcked()).isTrue();

        // When
        var refused = outbox.send(new Object() {
            @SuppressWarnings("unused")
            public String getText() {
                throw new NoClassDefFoundError("of a test");
            }
        });

        // Then
        assertThat(refused.await(SOON).isNacked()).isTrue();
        assertThat(outbox.send("next").await(SOON).isAcked()).isTrue();
    }

    @Test
    void whatAnApplicationHoldsWhenItCancelsIsStillAcknowledged() {
        // Given
        var inbox = connectors.incoming("in", consuming()).open();
        broker.publishTo(name, "1", "2");
        var held = List.of(inbox.take(), inbox.take());

        // When
        inbox.cancel();
        await().atMost(SOON).until(() -> !broker.hasConsumer(name));
        broker.publishTo(name, "3");
        held.forEach(Message::ack);

        // Then
        connectors.close();
        assertThat(broker.texts(name)).containsExactly("3");
    }

    @Test
    void aSubscriberThatFollowsAtOnceGetsWhatTheFirstHadNotSettled() {
        try (var properties = new Properties()) {
            // Given: a first subscriber that holds one message, and has not requested another
            broker.attributesVia("127.0.0.1", proxy.port())
                    .forEach((name, value) -> properties.set("rabbitmq-" + name, value));
            var first = connectors.incoming("in", consuming()).request(2);
            broker.publishTo(name, "acknowledged", "held", "waiting");
            first.take().ack();
            first.take();
            await().atMost(SOON).until(() -> broker.messages(name) == 0);

            // When: before the channel's connection learns that the first has cancelled
            var resume = new CompletableFuture<Void>();
            connectors.ours().connection("in").run(resume::join);
            first.cancel();
            var second = first.successor().ackAll();
            resume.complete(null);

            // Then
            await().atMost(SOON)
                    .untilAsserted(() -> assertThat(second.received()).contains("held", "waiting"));

            // When: the first still holds a message
            proxy.cut();
            broker.publishTo(name, "later");

            // Then
            await().atMost(SOON)
                    .untilAsserted(() -> assertThat(second.received()).contains("later"));
        }
    }

    @Test
    void theStopDoesNotWaitForWhatAnApplicationThatHasCancelledDoesNotSettle() {
        // Given: a drain that would not end within the test's time
        var attributes = new HashMap<>(consuming());
        attributes.put("drain-timeout", "600s");
        var inbox = connectors.incoming("in", attributes).open();
        broker.publishTo(name, "1", "2");
        await().atMost(SOON).until(() -> inbox.received().size() == 2);

        // When
        inbox.cancel();
        var stopped = CompletableFuture.runAsync(connectors::close);

        // Then
        assertThat(stopped).succeedsWithin(Duration.ofSeconds(60));
        assertThat(broker.messages(name)).isEqualTo(2);
    }

    private Outbox publishing(Map<String, String> more) {
        var attributes =
                new HashMap<>(Map.of("exchange.name", name, "exchange.type", "fanout", "publish-confirms", "true"));
        attributes.putAll(more);
        return connectors.outgoing("out", attributes);
    }

    private Map<String, String> consuming() {
        return Map.of("queue.name", name, "exchange.name", name, "exchange.type", "fanout");
    }

    private static List<Sent> send(Outbox outbox, int count) {
        return IntStream.range(0, count)
                .mapToObj(i -> outbox.send("message " + i))
                .toList();
    }

    private static List<String> ourThreads() {
        return Thread.getAllStackTraces().keySet().stream()
                .filter(Thread::isAlive)
                .map(Thread::getName)
                .filter(thread -> thread.startsWith("rabbitmq ") || thread.startsWith("AMQP Connection"))
                .toList();
    }
}
