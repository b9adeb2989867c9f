package io.logcast.rabbitmq;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import com.rabbitmq.client.AMQP.BasicProperties;
import io.logcast.rabbitmq.queues.BulkReader;
import io.logcast.rabbitmq.queues.MissingQueueException;
import io.logcast.rabbitmq.queues.QueueBinding;
import io.logcast.rabbitmq.queues.QueueChannel;
import io.logcast.rabbitmq.queues.QueueDefinition;
import io.logcast.rabbitmq.queues.QueueMessage;
import io.logcast.rabbitmq.queues.QueueState;
import io.logcast.rabbitmq.queues.RuntimeQueues;
import io.logcast.rabbitmq.testing.Connectors;
import io.logcast.rabbitmq.testing.Properties;
import io.logcast.rabbitmq.testing.RabbitMq;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Queues that are created and read while the application runs. */
class RuntimeQueuesIT {

    private static final Duration SOON = Duration.ofSeconds(30);
    private static final RuntimeQueues.Upkeep NONE = new RuntimeQueues.Upkeep() {
        @Override
        public void opened() {}

        @Override
        public void due() {}
    };

    private final RabbitMq broker = RabbitMq.shared();
    private final String name = RabbitMq.uniqueName();
    private final String told = name + ".told";
    private final Inbox inbox = new Inbox();
    private Properties properties;
    private Connectors connectors;
    private BulkReader<String> reader;
    private RuntimeQueues queues;

    @BeforeEach
    void start() {
        properties = new Properties();
        broker.attributes().forEach((key, value) -> properties.set("rabbitmq-" + key, value));
        properties.set("mp.messaging.connector.logcast-rabbitmq.reconnect-delay-max", "100");
        properties.set("test.name", name);
        connectors = Connectors.start(broker.attributes());
        var settings = new BulkReader.Settings<String>(
                100, headers -> Optional.ofNullable((String) headers.get("name")), () -> {});
        reader = connectors.ours().bulkReader("runtime", told, "t-told", settings);
        queues = connectors.ours().queues("runtime", List.of(), NONE, List.of(reader));
    }

    @AfterEach
    void stop() {
        connectors.close();
        properties.close();
        broker.deleteQueue(name);
        broker.deleteQueue(told);
    }

    @Test
    void makesReadsAndDeletesAQueue() throws Exception {
        // Given
        var definition = definition(Map.of());
        assertThat(queues.declare(definition)).isTrue();
        assertThat(queues.declare(definition(Map.of("x-max-length", 7)))).isFalse();
        publish("", name, "one");
        publish("amq.direct", name, "two");
        var channel = queues.open(name);
        // When
        channel.consume("a consumer", 10, inbox);
        var one = inbox.next();
        var two = inbox.next();
        channel.ack(one);
        channel.requeue(two);
        // Then
        assertThat(one.exchange()).isEmpty();
        assertThat(two.exchange()).isEqualTo("amq.direct");
        assertThat(two.redelivered()).isFalse();
        var again = inbox.next();
        assertThat(again.redelivered()).isTrue();
        assertThat(channel.unsettledBytes()).isEqualTo("two".length());
        // When
        channel.cancel("a consumer");
        channel.close();
        // Then: unsettled messages are in the queue again
        await().atMost(SOON).until(() -> queues.state(name).equals(Optional.of(new QueueState(1, 0))));
        queues.delete(name);
        assertThat(queues.state(name)).isEmpty();
        assertThat(queues.bind(definition)).isEqualTo(RuntimeQueues.Bound.NO_QUEUE);
    }

    @Test
    void namesAQueueThatIsMissing() {
        // Given
        var channel = queues.open(name);
        // Then
        assertThatThrownBy(() -> channel.consume("a consumer", 1, inbox)).isInstanceOf(MissingQueueException.class);
        assertThat(channel.isOpen()).isFalse();
    }

    @Test
    void readsManyMessagesAndAcknowledgesThemOnceTheyAreStored() {
        // Given
        queues.awaitConnection();
        await().atMost(SOON).until(() -> broker.hasConsumer(told));
        tell("a");
        // When
        var tries = new ArrayList<String>();
        await().atMost(SOON).until(() -> {
            try {
                reader.flush(read -> {
                    tries.addAll(read);
                    throw new SQLException("the database is away");
                });
                return false;
            } catch (SQLException e) {
                return true;
            }
        });
        // Then
        assertThat(stored(1)).containsExactly("a");
        assertThat(tries).containsExactly("a");
    }

    @Test
    void readsOnAfterItsQueueWasDeleted() {
        // Given
        queues.awaitConnection();
        await().atMost(SOON).until(() -> broker.hasConsumer(told));
        // When
        broker.deleteQueue(told);
        // Then
        await().atMost(SOON).ignoreExceptions().until(() -> broker.hasConsumer(told));
        tell("b");
        assertThat(stored(1)).containsExactly("b");
    }

    private List<String> stored(int count) {
        var stored = new ArrayList<String>();
        await().atMost(SOON).until(() -> {
            reader.flush(stored::addAll);
            return stored.size() >= count;
        });
        return stored;
    }

    private QueueDefinition definition(Map<String, Object> arguments) {
        return new QueueDefinition(name, arguments, List.of(new QueueBinding("amq.direct", name, Map.of())));
    }

    private void publish(String exchange, String key, String text) {
        broker.run(channel -> {
            channel.basicPublish(exchange, key, null, text.getBytes(UTF_8));
            return channel;
        });
    }

    private void tell(String text) {
        broker.run(channel -> {
            var properties =
                    new BasicProperties.Builder().headers(Map.of("name", text)).build();
            channel.basicPublish("", told, properties, new byte[0]);
            return channel;
        });
    }

    private static final class Inbox implements QueueChannel.Subscriber {

        private final BlockingQueue<QueueMessage> messages = new LinkedBlockingQueue<>();

        @Override
        public void arrived(QueueMessage message) {
            messages.add(message);
        }

        @Override
        public void end() {}

        QueueMessage next() throws InterruptedException {
            var next = messages.poll(SOON.toSeconds(), TimeUnit.SECONDS);
            assertThat(next).isNotNull();
            return next;
        }
    }
}
