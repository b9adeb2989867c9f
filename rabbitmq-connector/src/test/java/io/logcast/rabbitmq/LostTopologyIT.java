package io.logcast.rabbitmq;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.rabbitmq.client.AlreadyClosedException;
import io.logcast.local.rabbitmq.VirtualHost;
import io.logcast.rabbitmq.PublishException.Reason;
import io.logcast.rabbitmq.testing.Connectors;
import io.logcast.rabbitmq.testing.Failures;
import io.logcast.rabbitmq.testing.Inbox;
import io.logcast.rabbitmq.testing.Outbox;
import io.logcast.rabbitmq.testing.Properties;
import io.logcast.rabbitmq.testing.RabbitMq;
import io.logcast.rabbitmq.testing.TelemetryBeans;
import io.logcast.testing.TestBroker;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Queues and bindings that somebody deletes while the application runs. */
class LostTopologyIT {

    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final String LIVE = "live";
    /** One alone does not always show the fault. */
    private static final int RACES = 4;

    private static final int BINDINGS = 30;

    private final VirtualHost host = TestBroker.get().managementApi().newVirtualHost();
    private final RabbitMq broker = new RabbitMq(host.endpoint());
    private final String name = RabbitMq.uniqueName();
    private final String archive = name + ".archive";
    private final Properties properties = new Properties();
    private Connectors connectors;

    @BeforeEach
    void start() {
        TelemetryBeans.reset();
        properties.set("test.name", name);
        var attributes = broker.attributes();
        attributes.put("exchange.name", name);
        attributes.put("exchange.type", "fanout");
        attributes.put("topology-check-interval", "200ms");
        attributes.put("drain-timeout", "500ms");
        connectors = Connectors.start(attributes, TelemetryBeans.class);
    }

    @AfterEach
    void stop() {
        connectors.close();
        properties.close();
        host.close();
    }

    @Test
    void nothingIsConfirmedWhileAQueueThatWasFoundToBeGoneIsNotBack() {
        // Given: a queue that makes every publish routable, while the queue that is needed cannot be declared
        var outbox = publishing();
        setMostQueues(1);

        // When
        broker.deleteQueue(archive);

        // Then: the loss is noticed, and from then on every publish fails
        await().atMost(PATIENCE).until(() -> Failures.reasonOf(send(outbox, "late")) == Reason.NOT_CONNECTED);
        for (int i = 0; i < 20; i++) {
            assertThat(Failures.reasonOf(send(outbox, "while it is gone"))).isEqualTo(Reason.NOT_CONNECTED);
        }

        // When
        setMostQueues(10);

        // Then
        await().atMost(PATIENCE).until(() -> send(outbox, "back").isAcked());
        assertThat(broker.texts(archive)).containsExactly("back");
        assertThat(count("topology.lost")).isEqualTo(1);
    }

    @Test
    void aLostBindingIsMadeAgain() {
        // Given
        var outbox = publishing();

        // When
        broker.run(channel -> channel.queueUnbind(archive, name, ""));

        // Then
        await().atMost(PATIENCE)
                .until(() -> send(outbox, "again").isAcked()
                        && !broker.texts(archive).isEmpty());
    }

    @Test
    void aBindingThatWasMadeWhileItsExchangeWasDeletedRoutesAgain() {
        // Given
        var outbox = publishing();
        for (int i = 0; i < RACES; i++) {
            // When
            var begun = new CountDownLatch(1);
            var binding = CompletableFuture.runAsync(() -> bindOften(begun));
            broker.run(channel -> begun.await(30, TimeUnit.SECONDS) ? channel.exchangeDelete(name) : null);
            binding.join();
            var text = "again " + i;

            // Then
            await().atMost(PATIENCE)
                    .until(() -> send(outbox, text).isAcked()
                            && broker.texts(archive).contains(text));
        }
    }

    /** Until the exchange is gone; some of these bindings are made meanwhile. */
    private void bindOften(CountDownLatch begun) {
        try {
            broker.run(channel -> {
                for (int i = 0; i < BINDINGS; i++) {
                    channel.queueBind(archive, name, "");
                    begun.countDown();
                }
                return archive;
            });
        } catch (IllegalStateException | AlreadyClosedException e) {
            // The exchange is gone.
        }
    }

    @Test
    void aServerNamedQueueIsBoundAgainToAnExchangeThatWasGone() {
        // Given
        var inbox =
                connectors.incoming("in", Map.of("queue.name", "(server.auto)")).open();
        var outbox = publishing();
        await().atMost(PATIENCE)
                .until(() ->
                        send(outbox, "before").isAcked() && !inbox.received().isEmpty());

        // When
        broker.run(channel -> channel.exchangeDelete(name));

        // Then
        await().atMost(PATIENCE)
                .until(() -> send(outbox, "after").isAcked() && inbox.received().contains("after"));
    }

    @Test
    void aDeadLetterQueueThatIsGoneComesBackAndItsConsumerGoesOn() {
        // Given
        Inbox inbox = connectors
                .incoming(
                        "in",
                        Map.of(
                                "queue.name", "q",
                                "auto-bind-dlq", "true",
                                "dlx.declare", "true",
                                "dead-letter-exchange", name + ".dlx"))
                .open();
        await().atMost(PATIENCE).until(() -> broker.hasConsumer("q"));
        broker.publishTo("q", "held");
        var held = inbox.take();

        // When
        broker.deleteQueue("q.dlq");

        // Then
        await().atMost(PATIENCE).until(() -> broker.queueExists("q.dlq"));
        assertThat(count("topology.lost")).isEqualTo(1);
        held.ack();
        broker.publishTo("q", "more");
        await().atMost(PATIENCE).until(() -> inbox.received().contains("more"));
        assertThat(inbox.received()).containsExactly("held", "more");
    }

    private Outbox publishing() {
        broker.run(channel -> {
            channel.exchangeDeclare(name, "fanout", true);
            channel.queueDeclare(LIVE, true, false, false, null);
            return channel.queueBind(LIVE, name, "");
        });
        var outbox = connectors.outgoing("out", Map.of("topology", "t-logs,t-archive"));
        await().atMost(PATIENCE).until(() -> broker.queueExists(archive));
        return outbox;
    }

    private static Outbox.Sent send(Outbox outbox, String text) {
        return outbox.send(text).await(PATIENCE);
    }

    private void setMostQueues(int count) {
        host.management().put("/api/vhost-limits/" + host.name() + "/max-queues", "{\"value\":" + count + "}");
    }

    private static double count(String meter) {
        return TelemetryBeans.REGISTRY
                .get("logcast.rabbitmq." + meter)
                .counter()
                .count();
    }
}
