package io.logcast.rabbitmq;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.rabbitmq.client.AMQP.BasicProperties;
import io.logcast.rabbitmq.testing.Connectors;
import io.logcast.rabbitmq.testing.RabbitMq;
import io.logcast.rabbitmq.testing.TelemetryBeans;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Flow;
import java.util.stream.IntStream;
import org.eclipse.microprofile.reactive.messaging.Message;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The messages that a consumer holds are bounded in bytes, whatever their number may be. */
class ByteWindowIT {

    private static final Duration PATIENCE = Duration.ofMinutes(1);
    private static final int WINDOW = 8 * 1024 * 1024;
    private static final int LARGE = 1024 * 1024;
    private static final int SMALL = 100;

    private final RabbitMq broker = RabbitMq.shared();
    private final String name = RabbitMq.uniqueName();
    private Connectors connectors;

    @BeforeEach
    void start() {
        TelemetryBeans.reset();
        var attributes = broker.attributes();
        attributes.put("exchange.name", name);
        attributes.put("exchange.type", "fanout");
        attributes.put("queue.name", name);
        attributes.put("max-outstanding-messages", "1000");
        attributes.put("max-outstanding-bytes", Integer.toString(WINDOW));
        attributes.put("drain-timeout", "500ms");
        connectors = Connectors.start(attributes, TelemetryBeans.class);
    }

    @AfterEach
    void stop() {
        connectors.close();
    }

    @Test
    void aQueueOfLargeMessagesIsTakenInPieces() {
        // Given
        var holder = consuming(quorum());
        publish(sizes(150, LARGE));

        // When
        await().atMost(PATIENCE).until(() -> holder.held() >= WINDOW);

        // Then
        holder.settle(150);
        assertThat(holder.mostHeld()).isGreaterThanOrEqualTo(WINDOW).isLessThan(WINDOW + LARGE);
        assertThat(holder.mostReturns()).isLessThanOrEqualTo(2);
        holder.assertEachOnce(150);
        await().atMost(PATIENCE).until(() -> broker.messages(name) == 0);
    }

    @Test
    void largeMessagesBehindSmallOnesAreNotTakenAllAtOnce() {
        // Given
        var holder = consuming(quorum());
        var sizes = new ArrayList<>(sizes(2000, SMALL));
        sizes.addAll(sizes(60, LARGE));
        sizes.addAll(sizes(2000, SMALL));

        // When
        publish(sizes);

        // Then
        holder.settle(sizes.size());
        assertThat(holder.mostHeld()).isLessThan(WINDOW + LARGE);
        assertThat(holder.mostReturns()).isLessThanOrEqualTo(6);
        holder.assertEachOnce(sizes.size());
    }

    @Test
    void aSingleMessageLargerThanTheWindowIsTaken() {
        // Given
        var holder = consuming(quorum());

        // When
        publish(List.of(SMALL, WINDOW + LARGE, SMALL));

        // Then
        holder.settle(3);
        holder.assertEachOnce(3);
    }

    @Test
    void smallMessagesAreTakenAsConfigured() {
        // Given
        var holder = consuming(quorum());

        // When
        publish(sizes(1500, SMALL));

        // Then
        await().atMost(PATIENCE).until(() -> holder.count() == 1000);
        holder.settle(1500);
        assertThat(TelemetryBeans.REGISTRY
                        .get("logcast.rabbitmq.window.returned")
                        .counter()
                        .count())
                .isZero();
    }

    @Test
    void aServerNamedQueueKeepsWhatDoesNotFit() {
        // Given
        var holder = consuming(Map.of("queue.name", "(server.auto)"));

        // When
        publish(sizes(60, LARGE));

        // Then
        holder.settle(60);
        assertThat(holder.mostHeld()).isLessThan(WINDOW + LARGE);
        holder.assertInOrder(60);
    }

    @Test
    void aQueueThatGoesWithItsConsumerKeepsWhatDoesNotFit() {
        // Given
        var holder = consuming(Map.of("queue.auto-delete", "true"));

        // When
        publish(sizes(60, LARGE));

        // Then
        holder.settle(60);
        assertThat(holder.mostHeld()).isLessThan(WINDOW + LARGE);
        holder.assertEachOnce(60);
    }

    private static Map<String, String> quorum() {
        return Map.of("queue.x-queue-type", "quorum", "queue.x-delivery-limit", "20");
    }

    private Holder consuming(Map<String, String> more) {
        var holder = new Holder();
        connectors.publisher(Connectors.UNDER_TEST, "in", new HashMap<>(more)).subscribe(holder);
        await().atMost(PATIENCE)
                .until(() -> connectors.ours().channels().stream().allMatch(c -> c.up()));
        return holder;
    }

    private static List<Integer> sizes(int count, int size) {
        return IntStream.range(0, count).mapToObj(i -> size).toList();
    }

    /** The body of each message names its position. */
    private void publish(List<Integer> sizes) {
        broker.run(channel -> {
            channel.confirmSelect();
            for (int i = 0; i < sizes.size(); i++) {
                var properties = new BasicProperties.Builder()
                        .messageId(Integer.toString(i))
                        .deliveryMode(2)
                        .build();
                channel.basicPublish(name, "", properties, new byte[sizes.get(i)]);
            }
            channel.waitForConfirmsOrDie(60_000);
            return null;
        });
    }

    /** An application that holds all its messages until it is told to settle them. */
    private static final class Holder implements Flow.Subscriber<Message<?>> {

        private final Deque<Message<?>> messages = new ArrayDeque<>();
        private final List<Integer> places = new ArrayList<>();
        private long held;
        private long mostHeld;
        private long mostReturns;

        @Override
        public void onSubscribe(Flow.Subscription subscription) {
            subscription.request(Long.MAX_VALUE);
        }

        @Override
        public synchronized void onNext(Message<?> message) {
            var metadata = message.getMetadata(ReceivedMetadata.class).orElseThrow();
            messages.add(message);
            places.add(Integer.valueOf(metadata.messageId().orElseThrow()));
            held += ((byte[]) message.getPayload()).length;
            mostHeld = Math.max(mostHeld, held);
            mostReturns = Math.max(mostReturns, metadata.deliveryCount());
        }

        @Override
        public void onError(Throwable failure) {
            throw new IllegalStateException(failure);
        }

        @Override
        public void onComplete() {}

        /** Settles that many, one after the other, in order of arrival. */
        void settle(int count) {
            for (int i = 0; i < count; i++) {
                await().pollInSameThread()
                        .pollInterval(Duration.ofMillis(1))
                        .atMost(PATIENCE)
                        .until(() -> count() > 0);
                settleOne();
            }
        }

        private void settleOne() {
            Message<?> message;
            synchronized (this) {
                message = messages.remove();
                held -= ((byte[]) message.getPayload()).length;
            }
            message.ack();
        }

        synchronized int count() {
            return messages.size();
        }

        synchronized long held() {
            return held;
        }

        synchronized long mostHeld() {
            return mostHeld;
        }

        synchronized long mostReturns() {
            return mostReturns;
        }

        /** In any order, since a quorum queue may reorder messages that are given back. */
        synchronized void assertEachOnce(int count) {
            assertThat(places.stream().sorted().toList()).isEqualTo(inOrder(count));
        }

        synchronized void assertInOrder(int count) {
            assertThat(places).isEqualTo(inOrder(count));
        }

        private static List<Integer> inOrder(int count) {
            return IntStream.range(0, count).boxed().toList();
        }
    }
}
