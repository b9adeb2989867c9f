package io.logcast.producer.logs;

import static io.logcast.testing.LogEventFixtures.event;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.logcast.model.wire.LogMessage;
import io.logcast.producer.requests.RefusedException;
import io.logcast.rabbitmq.PublishException;
import io.logcast.testing.messaging.TestEmitter;
import io.quarkus.runtime.configuration.MemorySize;
import java.math.BigInteger;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CopyOnWriteArrayList;
import org.eclipse.microprofile.reactive.messaging.Message;
import org.junit.jupiter.api.Test;

class LogPublisherTest {

    private final Channel channel = new Channel();
    private final TestEmitter emitter = new TestEmitter(channel::send);
    private final LogPublisher publisher = new LogPublisher(emitter, emitter, new OnePlace());

    @Test
    void failsAndGivesThePlaceBackWhenTheChannelHasEnded() {
        // Given
        channel.ended = true;
        assertThatThrownBy(() -> publish().toCompletableFuture().join()).hasCauseInstanceOf(RefusedException.class);
        channel.ended = false;
        // When
        var next = publish();
        // Then
        channel.sent.get(0).ack();
        assertThat(next).isCompleted();
    }

    @Test
    void saysSoWhenTheReasonOfARefusalIsUnknown() {
        // Given
        var answer = publish();
        // When
        channel.sent.get(0).nack(new IllegalStateException());
        // Then
        assertThatThrownBy(() -> answer.toCompletableFuture().join())
                .hasCauseInstanceOf(RefusedException.class)
                .hasMessageContaining("no reason is known");
    }

    @Test
    void triesOnceMoreWhenAQueueDidNotTakeTheMessage() {
        // Given
        var answer = publish();
        channel.sent.get(0).nack(new PublishException(PublishException.Reason.REJECTED, "a queue is gone"));
        await().until(() -> channel.sent.size() == 2);
        // When
        channel.sent.get(1).ack();
        // Then
        await().untilAsserted(() -> assertThat(answer).isCompleted());
        assertThat(channel.sent.get(1).getPayload())
                .isEqualTo(channel.sent.get(0).getPayload());
    }

    @Test
    void givesUpWhenAQueueDoesNotTakeTheMessageTwice() {
        // Given
        var answer = publish();
        channel.sent.get(0).nack(new PublishException(PublishException.Reason.REJECTED, "full"));
        await().until(() -> channel.sent.size() == 2);
        // When
        channel.sent.get(1).nack(new PublishException(PublishException.Reason.REJECTED, "full"));
        // Then
        assertThatThrownBy(() -> answer.toCompletableFuture().join())
                .hasCauseInstanceOf(RefusedException.class)
                .hasMessageContaining("full");
    }

    @Test
    void saysTheSameOfADeadlineThatTheConnectorNoticesFirst() {
        // Given
        var answer = publish();
        // When
        channel.sent.get(0).nack(new PublishException(PublishException.Reason.DEADLINE, "no confirm after 5000 ms"));
        // Then
        assertThatThrownBy(() -> answer.toCompletableFuture().join())
                .hasCauseInstanceOf(RefusedException.class)
                .hasMessageEndingWith("The broker did not confirm the event in time");
    }

    @Test
    void givesAPlaceBackOnceHoweverOftenTheMessageIsSettled() {
        // Given
        publish();
        var first = channel.sent.get(0);
        first.ack();
        first.ack();
        first.nack(new IllegalStateException("too late"));
        publish();
        // When
        var oneTooMany = publish();
        // Then
        assertThatThrownBy(() -> oneTooMany.toCompletableFuture().join())
                .hasCauseInstanceOf(RefusedException.class)
                .hasMessageContaining("Too many");
    }

    private CompletionStage<Void> publish() {
        return publisher.broadcast(new LogMessage(List.of(event()), Map.of()));
    }

    private record OnePlace() implements PublishConfig {
        @Override
        public Duration deadline() {
            return Duration.ofMinutes(5);
        }

        @Override
        public int maxInFlight() {
            return 1;
        }

        @Override
        public MemorySize maxInFlightSize() {
            return new MemorySize(BigInteger.valueOf(1024 * 1024));
        }

        @Override
        public int maxMessageEvents() {
            return 500;
        }

        @Override
        public MemorySize maxMessageSize() {
            return new MemorySize(BigInteger.valueOf(1024));
        }
    }

    private static final class Channel {

        final List<Message<? extends byte[]>> sent = new CopyOnWriteArrayList<>();
        boolean ended;

        void send(Message<? extends byte[]> message) {
            if (ended) {
                throw new IllegalStateException("the channel has ended");
            }
            sent.add(message);
        }
    }
}
