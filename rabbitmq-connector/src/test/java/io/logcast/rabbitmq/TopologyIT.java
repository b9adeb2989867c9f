package io.logcast.rabbitmq;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.logcast.rabbitmq.testing.Connectors;
import io.logcast.rabbitmq.testing.Properties;
import io.logcast.rabbitmq.testing.RabbitMq;
import io.logcast.testing.network.TcpProxy;
import io.smallrye.reactive.messaging.rabbitmq.OutgoingRabbitMQMetadata;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Exchanges, queues and bindings from the configuration alone. */
class TopologyIT {

    private static final Duration SOON = Duration.ofSeconds(5);

    private final RabbitMq broker = RabbitMq.shared();
    private final String name = RabbitMq.uniqueName();
    private TcpProxy proxy;
    private Connectors connectors;

    @BeforeEach
    void start() {
        proxy = new TcpProxy(broker.endpoint().host(), broker.endpoint().port());
        connectors = Connectors.start(broker.attributesVia("127.0.0.1", proxy.port()));
    }

    @AfterEach
    void stop() {
        connectors.close();
        proxy.close();
    }

    @Test
    void anotherArgumentThanTheBrokersStopsTheStart() {
        // Given
        broker.run(channel -> channel.queueDeclare(name, true, false, false, Map.of("x-overflow", "drop-head")));

        // Then
        assertThatThrownBy(() -> connectors.incoming(
                        "in", Map.of("queue.name", name, "exchange.name", name, "queue.x-overflow", "reject-publish")))
                .hasMessage("Channel in: queue '" + name + "' on the broker differs in x-overflow: configured is"
                        + " 'reject-publish', the broker has 'drop-head'.");
    }

    @Test
    void aQueueWithOtherLimitsIsUsedAsItIsAndTheDifferencesAreTold() {
        // Given
        broker.run(channel -> channel.queueDeclare(
                name,
                true,
                false,
                false,
                Map.of("x-max-length", 20, "x-message-ttl", 60_000, "x-overflow", "drop-head")));

        // When
        var inbox = connectors
                .incoming(
                        "in",
                        Map.of(
                                "queue.name", name,
                                "exchange.name", name,
                                "queue.x-max-length", "10",
                                "queue.x-max-length-bytes", "1000000",
                                "queue.x-overflow", "drop-head"))
                .ackAll();

        // Then
        await().atMost(SOON).until(() -> broker.hasConsumer(name));
        broker.publishTo(name, "one");
        await().atMost(SOON).until(() -> inbox.received().equals(List.of("one")));
        assertThat(connectors.ours().deviations().get(name))
                .contains("x-max-length: configured is '10', the broker has '20'")
                .contains("x-max-length-bytes: configured is '1000000', the broker has none")
                .contains("x-message-ttl: configured is none, the broker has '60000'");
    }

    @Test
    void anotherOverflowBehindAnotherLimitStopsTheStartAllTheSame() {
        // Given
        broker.run(channel ->
                channel.queueDeclare(name, true, false, false, Map.of("x-max-length", 20, "x-overflow", "drop-head")));
        var attributes = Map.of(
                "queue.name",
                name,
                "exchange.name",
                name,
                "queue.x-max-length",
                "10",
                "queue.x-overflow",
                "reject-publish");

        // Then
        assertThatThrownBy(() -> connectors.incoming("in", attributes)).hasMessageContaining("differs in x-overflow");
    }

    @Test
    void anotherExchangeTypeThanTheBrokersStopsTheStart() {
        // Given
        broker.run(channel -> channel.exchangeDeclare(name, "fanout", true));

        // Then
        assertThatThrownBy(() -> connectors.outgoing("out", Map.of("exchange.name", name, "exchange.type", "topic")))
                .hasMessage("Channel out: exchange '" + name
                        + "' on the broker differs in type: configured is 'topic', the broker has 'fanout'.");
    }

    @Test
    void anOutgoingChannelDeclaresSharedBlocksBeforeItsFirstPublishAndAfterAReconnect() {
        try (var properties = new Properties()) {
            // Given
            properties.set("test.name", name);
            var outbox = connectors.outgoing(
                    "out", Map.of("topology", "t-logs,t-archive", "exchange.name", name, "exchange.type", "fanout"));

            // When
            var first = outbox.send("first").await(SOON);
            broker.deleteQueue(name + ".archive");
            proxy.cut();

            // Then
            assertThat(first.isAcked()).isTrue();
            await().atMost(SOON).until(() -> outbox.send("second").await(SOON).isAcked());
            assertThat(broker.texts(name + ".archive")).contains("second");
        }
    }

    @Test
    void exchangesAreBoundToExchanges() {
        try (var properties = new Properties()) {
            // Given
            properties.set("test.name", name);
            var outbox = connectors.outgoing(
                    "out",
                    Map.of("topology", "t-logs,t-topic,t-errors", "exchange.name", name, "exchange.type", "fanout"));

            // When
            outbox.send("one", "payments.api.error").await(SOON);
            outbox.send("two", "payments.api.info").await(SOON);
            outbox.send("three", "kern.fatal").await(SOON);

            // Then
            await().atMost(SOON)
                    .untilAsserted(
                            () -> assertThat(broker.texts(name + ".errors")).containsExactly("one", "three"));
        }
    }

    @Test
    void aHeaderBindingsValueMayContainColons() {
        // Given
        connectors
                .incoming(
                        "in",
                        Map.of(
                                "queue.name", name,
                                "exchange.name", name,
                                "exchange.type", "headers",
                                "routing-keys", "",
                                "arguments", "x-match:all,url:http://example.org:8080/a,level:\"7\""))
                .open();
        var outbox = connectors.outgoing("out", Map.of("exchange.name", name, "exchange.type", "headers"));

        // When
        var matching = outbox.send("yes", headers(Map.of("url", "http://example.org:8080/a", "level", "7")));
        var other = outbox.send("no", headers(Map.of("url", "http://example.org:9090/a", "level", "7")));

        // Then
        assertThat(matching.await(SOON).isAcked()).isTrue();
        assertThat(other.await(SOON).isNacked()).isTrue();
    }

    @Test
    void aServerNamedQueueIsBoundAgainAfterAReconnect() {
        // Given
        var inbox = connectors
                .incoming("in", Map.of("queue.name", "(server.auto)", "exchange.name", name, "exchange.type", "fanout"))
                .ackAll();
        var outbox = connectors.outgoing("out", Map.of("exchange.name", name, "exchange.type", "fanout"));
        await().atMost(SOON).until(() -> outbox.send("before").await(SOON).isAcked());

        // When
        proxy.cut();

        // Then
        await().atMost(SOON).until(() -> outbox.send("after").await(SOON).isAcked());
        await().atMost(SOON).until(() -> inbox.received().contains("after"));
    }

    @Test
    void theDefaultExchangeReachesOneQueue() {
        // Given
        broker.run(channel -> channel.queueDeclare(name, true, false, false, null));
        var outbox = connectors.outgoing("out", Map.of("exchange.name", "\"\""));

        // When
        var there = outbox.send("there", name);
        var nowhere = outbox.send("nowhere", name + ".missing");

        // Then
        assertThat(there.await(SOON).isAcked()).isTrue();
        assertThat(nowhere.await(SOON).isNacked()).isTrue();
        assertThat(broker.texts(name)).containsExactly("there");
    }

    private static OutgoingRabbitMQMetadata headers(Map<String, Object> headers) {
        return OutgoingRabbitMQMetadata.builder()
                .withHeaders(new HashMap<>(headers))
                .build();
    }
}
