package io.logcast.consumer.subscriptions.delivery;

import static io.logcast.testing.LogEventFixtures.event;
import static io.logcast.testing.LogEventFixtures.json;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.rabbitmq.client.Channel;
import io.logcast.consumer.messages.Delivery;
import io.logcast.consumer.subscriptions.Subscription;
import io.logcast.model.wire.LogMessage;
import io.logcast.rabbitmq.messages.MessageProperties;
import io.logcast.rabbitmq.queues.QueueChannel;
import io.logcast.rabbitmq.queues.QueueMessage;
import io.logcast.testing.messaging.TestEmitter;
import io.smallrye.reactive.messaging.rabbitmq.OutgoingRabbitMQMetadata;
import java.lang.reflect.Proxy;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.eclipse.microprofile.reactive.messaging.Message;
import org.junit.jupiter.api.Test;

@SuppressWarnings("NullAway") // The reader needs no connection here.
class HeldMessageTest {

    private static final String SUBSCRIPTION = "{\"name\":\"work\",\"binding\":{\"type\":\"none\"},\"durable\":true,"
            + "\"ttl_seconds\":60,\"max_messages\":10,\"max_bytes\":1024,\"ack_deadline_seconds\":5,\"generation\":\"1\"}";

    private static final String OF_A_LATER_RELEASE = ",\"shard\":{\"of\":[1.50]}}";

    /** Whether the message's lock was held, for each message that was published. */
    private final List<Boolean> locked = new ArrayList<>();

    private final List<String> published = new ArrayList<>();
    /** The header with the count of deliveries, for each message that has it. */
    private final List<Object> deliveries = new ArrayList<>();

    private HeldMessage message;

    @Test
    void publishesWithoutItsLock() throws Exception {
        // Given: the channel's lock is held while outcomes are reported, which takes the messages' locks
        message = held(line("a"), line("b"), line("c"));
        assertThat(message.handOut(2)).hasSize(2);
        // When
        message.reject(0, "broken");
        message.giveBack(1);
        message.expire(System.nanoTime() + Duration.ofMinutes(1).toNanos());
        // Then
        assertThat(locked).containsExactly(false, false, false);
    }

    @Test
    void publishesEventsAsTheyWereSentWithFieldsOfALaterRelease() throws Exception {
        // Given
        var lines = List.of(line("a"), "broken", line("b"), line("c"), line("d"));
        message = held(lines.toArray(String[]::new));
        assertThat(message.handOut(4)).hasSize(4);
        // When
        message.reject(1, "broken");
        message.giveBack(0);
        message.ack(2);
        message.giveBackAll();
        // Then
        assertThat(published).containsExactly(lines.get(2), lines.get(0) + "\n", lines.get(4) + "\n");
    }

    @Test
    void whatIsPostponedGoesToTheEndWholeAndIsNotCounted() throws Exception {
        // Given
        var lines = List.of(line("a"), line("b"));
        message = held(lines.toArray(String[]::new));
        assertThat(message.handOut(2)).hasSize(2);
        // When
        message.postpone();
        // Then
        assertThat(published).containsExactly(String.join("\n", lines));
        assertThat(deliveries).containsExactly(0);
    }

    private static String line(String text) {
        return json(event(text)).replaceAll("}$", OF_A_LATER_RELEASE);
    }

    private HeldMessage held(String... lines) throws Exception {
        var emitter = new TestEmitter(this::published);
        var republisher = new Republisher(emitter, emitter, "dead", "dropped", Clock.systemUTC());
        var subscription = new ObjectMapper().readValue(SUBSCRIPTION, Subscription.class);
        var channel = new QueueChannel("work", null, channel());
        var reader = new QueueReader(subscription, channel, republisher, new EventReader(Clock.systemUTC()));
        var properties = new MessageProperties(null, LogMessage.TYPE, null, null, null, null, null, null, null);
        var body = String.join("\n", lines).getBytes(StandardCharsets.UTF_8);
        var received = Received.of(
                new QueueMessage("consumer", 1, System.nanoTime(), "", "work", false, properties, Map.of(), body));
        var times = HoldTimes.of(Duration.ofMinutes(20), Duration.ofSeconds(5));
        return new HeldMessage(1, received, received.delivery().content(), reader, republisher, times, true);
    }

    private void published(Message<? extends byte[]> sent) {
        locked.add(Thread.holdsLock(message));
        published.add(new String(sent.getPayload(), StandardCharsets.UTF_8));
        sent.getMetadata(OutgoingRabbitMQMetadata.class)
                .map(properties -> properties.getHeaders().get(Delivery.DELIVERIES))
                .ifPresent(deliveries::add);
    }

    private static Channel channel() {
        return (Channel) Proxy.newProxyInstance(
                Channel.class.getClassLoader(), new Class<?>[] {Channel.class}, (proxy, method, arguments) -> null);
    }
}
