package io.logcast.consumer.subscriptions.delivery;

import static io.logcast.testing.LogEventFixtures.event;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.rabbitmq.client.AMQP.BasicProperties;
import com.rabbitmq.client.Channel;
import com.rabbitmq.client.Envelope;
import io.logcast.consumer.subscriptions.Subscription;
import io.logcast.testing.messaging.TestEmitter;
import java.lang.reflect.Proxy;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

@SuppressWarnings("NullAway") // The reader needs no connection here.
class HeldMessageTest {

    private static final String SUBSCRIPTION = "{\"name\":\"work\",\"binding\":{\"type\":\"none\"},\"durable\":true,"
            + "\"ttl_seconds\":60,\"max_messages\":10,\"max_bytes\":1024,\"ack_deadline_seconds\":5,\"generation\":\"1\"}";

    /** Whether the message's lock was held, for each message that was published. */
    private final List<Boolean> locked = new ArrayList<>();

    private HeldMessage message;

    @Test
    void publishesWithoutItsLock() throws Exception {
        // Given: the channel's lock is held while the outcomes of messages are told, which take theirs
        var clock = Clock.systemUTC();
        var channel = new TestEmitter(sent -> locked.add(Thread.holdsLock(message)));
        var republisher = new Republisher(channel, channel, "dead", "dropped", clock);
        var subscription = new ObjectMapper().readValue(SUBSCRIPTION, Subscription.class);
        var reader = new QueueReader(subscription, null, channel(), republisher, clock);
        var received = Received.of("consumer", new Envelope(1, false, "", "work"), new BasicProperties(), new byte[0]);
        var times = HoldTimes.of(Duration.ofMinutes(20), Duration.ofSeconds(5));
        message = new HeldMessage(1, received, List.of(event(), event(), event()), 0, reader, republisher, times);
        assertThat(message.handOut(2)).hasSize(2);
        // When
        message.reject(0, "broken");
        message.giveBack(1);
        message.expire(System.nanoTime() + Duration.ofMinutes(1).toNanos());
        // Then
        assertThat(locked).containsExactly(false, false, false);
    }

    private static Channel channel() {
        return (Channel) Proxy.newProxyInstance(
                Channel.class.getClassLoader(), new Class<?>[] {Channel.class}, (proxy, method, arguments) -> null);
    }
}
