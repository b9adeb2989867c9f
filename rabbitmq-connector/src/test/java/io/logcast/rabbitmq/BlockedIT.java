package io.logcast.rabbitmq;

import static io.logcast.rabbitmq.testing.Failures.reasonOf;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;
import static org.awaitility.Awaitility.await;

import io.logcast.local.rabbitmq.Broker;
import io.logcast.local.rabbitmq.BrokerSettings;
import io.logcast.rabbitmq.PublishException.Reason;
import io.logcast.rabbitmq.testing.Connectors;
import io.logcast.rabbitmq.testing.RabbitMq;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** With a broker of its own, which gets alarms, forgets a queue, does not answer, and is killed. */
class BlockedIT {

    private static final Duration SOON = Duration.ofSeconds(5);
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    /** As a cluster does that starts again: the queue's process and its consumer stay. */
    private static final String FORGET_SERVER_NAMED =
            "[rabbit_db_queue:delete(amqqueue:get_name(Q), normal) || Q <- rabbit_amqqueue:list(),"
                    + " binary:match(element(4, amqqueue:get_name(Q)), <<\"amq.gen\">>) =/= nomatch].";

    /** Then the broker does not answer who wants to consume from the quorum queue, as while it has no leader. */
    private static final String SUSPEND = onQuorumQueue("suspend");

    private static final String RESUME = onQuorumQueue("resume");

    @TempDir
    static Path folder;

    private static Broker node;

    private final String name = RabbitMq.uniqueName();
    private final String quorum = name + "-quorum";
    private RabbitMq broker;
    private Connectors connectors;

    @BeforeAll
    static void startNode() {
        node = Broker.start(BrokerSettings.in(folder));
    }

    @AfterAll
    static void stopNode() {
        node.discard();
    }

    @BeforeEach
    void start() {
        broker = new RabbitMq(node.endpoint());
        broker.declareBoundQueue(name, "fanout", Map.of());
        connectors = Connectors.start(broker.attributes());
    }

    @AfterEach
    void stop() {
        connectors.close();
    }

    @Test
    void whileAnAlarmBlocksMessagesFailAtOnceAndConsumersGoOn() {
        // Given
        var outbox = connectors.outgoing(
                "out",
                Map.of(
                        "exchange.name",
                        name,
                        "exchange.type",
                        "fanout",
                        "publish-confirms",
                        "true",
                        "publish-timeout",
                        "1000",
                        "topology-check-interval",
                        "200ms",
                        "rpc-timeout",
                        "500"));
        var inbox = connectors
                .incoming("in", Map.of("queue.name", name, "exchange.name", name, "exchange.type", "fanout"))
                .ackAll();
        assertThat(outbox.send("before").await(SOON).isAcked()).isTrue();

        // When
        node.rabbitmqctl("set_vm_memory_high_watermark", "absolute", "1MB");

        // Then: the broker reports it at the first publish, which is never answered
        await().atMost(SOON).until(() -> reasonOf(outbox.send("probe").await(SOON)) == Reason.BLOCKED);
        long began = System.nanoTime();
        assertThat(reasonOf(outbox.send("refused").await(SOON))).isEqualTo(Reason.BLOCKED);
        assertThat(Duration.ofNanos(System.nanoTime() - began)).isLessThan(Duration.ofMillis(500));
        // Its connection is kept, although the broker answers nothing on it
        await().during(Duration.ofSeconds(2))
                .until(() -> reasonOf(outbox.send("refused").await(SOON)) == Reason.BLOCKED);
        assertThat(connectors.ours().channels()).anyMatch(c -> c.role().equals("consumer") && c.up());

        // When
        node.rabbitmqctl("set_vm_memory_high_watermark", "0.4");

        // Then
        await().atMost(SOON).until(() -> outbox.send("after").await(SOON).isAcked());
        await().atMost(SOON).until(() -> inbox.received().contains("after"));
    }

    @Test
    void aQueueThatTheBrokerForgetsWithoutCancellingItsConsumerIsReplaced() {
        assumeThat(node.version())
                .as("the database of queues that is changed here")
                .doesNotStartWith("3.");
        // Given
        var inbox = connectors
                .incoming(
                        "in",
                        Map.of(
                                "queue.name",
                                "(server.auto)",
                                "exchange.name",
                                name,
                                "exchange.type",
                                "fanout",
                                "topology-check-interval",
                                "200ms"))
                .ackAll();
        await().atMost(PATIENCE).until(() -> {
            broadcast("before");
            return inbox.received().contains("before");
        });

        // When
        node.rabbitmqctl("eval", FORGET_SERVER_NAMED);

        // Then
        await().atMost(PATIENCE).until(() -> {
            broadcast("after");
            return inbox.received().contains("after");
        });
    }

    @Test
    void aConsumerThatTheBrokerDoesNotRegisterInTimeIsRegisteredLater() {
        // Given
        broker.run(channel -> channel.queueDeclare(quorum, true, false, false, Map.of("x-queue-type", "quorum")));
        node.rabbitmqctl("eval", SUSPEND.formatted(quorum));
        var inbox = connectors
                .incoming(
                        "in",
                        Map.of(
                                "queue.name",
                                quorum,
                                "queue.declare",
                                "false",
                                "exchange.name",
                                "\"\"",
                                "rpc-timeout",
                                "500",
                                "topology-check-interval",
                                "200ms"))
                .ackAll();
        await().during(Duration.ofSeconds(2)).until(() -> inbox.received().isEmpty());

        // When
        node.rabbitmqctl("eval", RESUME.formatted(quorum));

        // Then
        broker.publishTo(quorum, "after");
        await().atMost(PATIENCE).until(() -> inbox.received().contains("after"));
    }

    @Test
    void aKilledBrokerComesBackAndPublishingAndConsumingGoOn() {
        // Given
        var outbox = connectors.outgoing(
                "out", Map.of("exchange.name", name, "exchange.type", "fanout", "publish-confirms", "true"));
        var inbox = connectors
                .incoming("in", Map.of("queue.name", name, "exchange.name", name, "exchange.type", "fanout"))
                .ackAll();
        assertThat(outbox.send("before").await(SOON).isAcked()).isTrue();

        // When
        node.kill();
        await().atMost(SOON).until(() -> reasonOf(outbox.send("probe").await(SOON)) == Reason.NOT_CONNECTED);
        node.start();

        // Then
        await().atMost(Duration.ofSeconds(3))
                .until(() -> outbox.send("after").await(SOON).isAcked());
        await().atMost(Duration.ofSeconds(3)).until(() -> inbox.received().contains("after"));
    }

    private static String onQuorumQueue(String what) {
        return "{ok, Q} = rabbit_amqqueue:lookup(rabbit_misc:r(<<\"/\">>, queue, <<\"%s\">>)), sys:" + what
                + "(amqqueue:get_pid(Q)).";
    }

    private void broadcast(String text) {
        broker.run(channel -> {
            channel.basicPublish(name, "", null, text.getBytes(StandardCharsets.UTF_8));
            return text;
        });
    }
}
