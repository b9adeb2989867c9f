package io.logcast.rabbitmq;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.logcast.rabbitmq.PublishException.Reason;
import io.logcast.rabbitmq.requests.RequestClient;
import io.logcast.rabbitmq.testing.Connectors;
import io.logcast.rabbitmq.testing.Inbox;
import io.logcast.rabbitmq.testing.Outbox;
import io.logcast.rabbitmq.testing.Properties;
import io.logcast.rabbitmq.testing.RabbitMq;
import io.logcast.testing.network.TcpProxy;
import io.smallrye.reactive.messaging.rabbitmq.OutgoingRabbitMQMetadata;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeoutException;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Questions over RabbitMQ, answered by channels of the connector. */
class RequestsIT {

    private static final Duration SOON = Duration.ofSeconds(10);
    private static final Duration LONG = Duration.ofMinutes(1);

    private final RabbitMq broker = RabbitMq.shared();
    private final String queue = RabbitMq.uniqueName();
    private TcpProxy proxy;
    private Properties properties;
    private Connectors connectors;
    private RequestClient client;

    @BeforeEach
    void start() {
        proxy = new TcpProxy(broker.endpoint().host(), broker.endpoint().port());
        properties = new Properties();
        broker.attributesVia("localhost", proxy.port())
                .forEach((name, value) -> properties.set("rabbitmq-" + name, value));
        properties.set("mp.messaging.connector.logcast-rabbitmq.reconnect-delay-max", "100");
        connectors = Connectors.start(broker.attributes());
        client = connectors.ours().requests("questions", queue);
    }

    @AfterEach
    void stop() {
        connectors.close();
        properties.close();
        proxy.close();
        broker.deleteQueue(queue);
    }

    @Test
    void givesEachRequestItsReply() {
        // Given
        var answers = answer();
        // When
        var replies =
                IntStream.range(0, 500).mapToObj(i -> ask("question " + i)).toList();
        // Then
        for (int i = 0; i < replies.size(); i++) {
            assertThat(text(replies.get(i))).isEqualTo("answer to question " + i);
        }
        // A reply is confirmed although it goes to no queue.
        await().atMost(SOON).until(() -> answers.sent().stream().allMatch(Outbox.Sent::isAcked));
    }

    @Test
    void failsAtOnceWhereThereIsNoSuchQueue() {
        assertThatThrownBy(() -> text(ask("anybody?")))
                .cause()
                .isInstanceOfSatisfying(
                        PublishException.class, e -> assertThat(e.reason()).isEqualTo(Reason.UNROUTABLE));
    }

    @Test
    void failsWhenNobodyAnswersAndLeavesNothingToAnswer() {
        // Given
        broker.declareBoundQueue(queue, "fanout", Map.of());
        // When
        var reply = client.ask(bytes("anybody?"), Duration.ofMillis(500));
        // Then
        assertThatThrownBy(() -> text(reply)).cause().isInstanceOf(TimeoutException.class);
        await().atMost(SOON).until(() -> broker.messages(queue) == 0);
    }

    @Test
    void asksAgainAfterTheConnectionWasLost() {
        // Given
        answer();
        assertThat(text(ask("before"))).isEqualTo("answer to before");
        // When
        proxy.cut();
        // Then
        await().atMost(LONG).ignoreExceptions().until(() -> text(ask("after")).equals("answer to after"));
    }

    @Test
    void failsWhatWaitsWhenTheConnectionIsLost() {
        // Given
        broker.declareBoundQueue(queue, "fanout", Map.of());
        var reply = client.ask(bytes("anybody?"), LONG);
        await().atMost(SOON).until(() -> broker.messages(queue) == 1);
        // When
        proxy.cut();
        // Then
        assertThatThrownBy(() -> text(reply))
                .cause()
                .isInstanceOfSatisfying(
                        PublishException.class, e -> assertThat(e.reason()).isEqualTo(Reason.CONNECTION_LOST));
    }

    @Test
    void aResponderAnswersAgainAfterItsConnectionWasLost() {
        // Given
        var responder = connectors
                .ours()
                .responder(
                        "answers", queue, request -> bytes("answer to " + new String(request, UTF_8)), Runnable::run);
        assertThat(responder.isReachable(LONG)).isTrue();
        assertThat(text(ask("a"))).isEqualTo("answer to a");
        // When
        proxy.cut();
        // Then
        await().atMost(SOON).ignoreExceptions().until(() -> text(ask("b")).equals("answer to b"));
    }

    /** Returns the replies with their outcomes. */
    private Outbox answer() {
        var replies = connectors.outgoing("replies", Map.of("exchange.name", "\"\""));
        var questions = connectors.incoming("questions-in", Map.of("queue.name", queue, "exchange.name", "\"\""));
        questions.handle(question -> {
            var received =
                    question.getMetadata(ReceivedMetadata.class).orElseThrow().properties();
            var reply = OutgoingRabbitMQMetadata.builder()
                    .withRoutingKey(received.replyTo())
                    .withCorrelationId(received.correlationId())
                    .build();
            replies.send(bytes("answer to " + Inbox.text(question)), reply)
                    .outcome()
                    .thenRun(question::ack);
        });
        await().atMost(SOON).until(() -> broker.hasConsumer(queue));
        return replies;
    }

    private CompletionStage<byte[]> ask(String question) {
        return client.ask(bytes(question), LONG);
    }

    private static byte[] bytes(String text) {
        return text.getBytes(UTF_8);
    }

    private static String text(CompletionStage<byte[]> reply) throws CompletionException {
        return new String(reply.toCompletableFuture().join(), UTF_8);
    }
}
