package io.logcast.consumer.subscriptions.delivery;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.rabbitmq.client.AlreadyClosedException;
import com.rabbitmq.client.Channel;
import com.rabbitmq.client.ShutdownSignalException;
import io.logcast.consumer.subscriptions.Subscription;
import io.logcast.rabbitmq.queues.BrokerUnavailableException;
import io.logcast.rabbitmq.queues.QueueChannel;
import io.logcast.testing.messaging.TestEmitter;
import java.io.IOException;
import java.lang.reflect.Proxy;
import java.time.Clock;
import org.junit.jupiter.api.Test;

@SuppressWarnings("NullAway") // The reader needs no connection here.
class QueueReaderTest {

    private static final String SUBSCRIPTION = "{\"name\":\"work\",\"binding\":{\"type\":\"none\"},\"durable\":true,"
            + "\"ttl_seconds\":60,\"max_messages\":10,\"max_bytes\":1024,\"ack_deadline_seconds\":5}";

    private boolean isOpen = true;
    private Runnable onConsume = () -> {};

    @Test
    void aReaderEndsWhicheverOfItAndThePushBeginsFirst() throws IOException {
        for (var isReaderFirst : new boolean[] {true, false}) {
            // Given
            var queue = reader();
            var reader = new Recorder(true);
            var push = new Recorder(false);
            // When
            queue.consume("first", 1, isReaderFirst ? reader : push);
            queue.consume("second", 1, isReaderFirst ? push : reader);
            // Then
            assertThat(reader.hasEnded).isTrue();
            assertThat(push.hasEnded).isFalse();
        }
    }

    @Test
    void endsTheSubscribersOfALostChannelThoughAmqpClientDoesNotTellThem() throws IOException {
        // Given
        var queue = reader();
        var reader = new Recorder(true);
        queue.consume("tag", 1, reader);
        assertThat(queue.endIfLost()).isFalse();
        // When
        isOpen = false;
        // Then
        assertThat(queue.endIfLost()).isTrue();
        assertThat(reader.hasEnded).isTrue();
    }

    @Test
    void endsASubscriberWhoseChannelIsLostAsItBegins() throws IOException {
        // Given
        var queue = reader();
        var reader = new Recorder(true);
        onConsume = () -> isOpen = false;
        // When
        queue.consume("tag", 1, reader);
        // Then
        assertThat(reader.hasEnded).isTrue();
    }

    @Test
    void doesNotEndASubscriberThatCouldNotConsumeAndMayTryAgain() throws IOException {
        // Given
        var queue = reader();
        var reader = new Recorder(true);
        onConsume = () -> {
            isOpen = false;
            throw new AlreadyClosedException(new ShutdownSignalException(false, false, null, null));
        };
        assertThatThrownBy(() -> queue.consume("tag", 1, reader)).isInstanceOf(BrokerUnavailableException.class);
        // When
        queue.endIfLost();
        // Then
        assertThat(reader.hasEnded).isFalse();
    }

    private QueueReader reader() throws IOException {
        var channel = (Channel) Proxy.newProxyInstance(
                Channel.class.getClassLoader(), new Class<?>[] {Channel.class}, (proxy, method, arguments) -> {
                    if (method.getName().equals("basicConsume")) {
                        onConsume.run();
                    }
                    return method.getName().equals("isOpen") ? isOpen : null;
                });
        var emitter = new TestEmitter(sent -> {});
        return new QueueReader(
                new ObjectMapper().readValue(SUBSCRIPTION, Subscription.class),
                new QueueChannel("work", null, channel),
                new Republisher(emitter, emitter, "dead", "dropped", Clock.systemUTC()),
                new EventReader(Clock.systemUTC()));
    }

    private static final class Recorder implements Subscriber {

        private final boolean isReader;
        private boolean hasEnded;

        private Recorder(boolean isReader) {
            this.isReader = isReader;
        }

        @Override
        public void arrived(Received received) {}

        @Override
        public void end() {
            hasEnded = true;
        }

        @Override
        public void sweep(long now) {}

        @Override
        public boolean isReader() {
            return isReader;
        }
    }
}
