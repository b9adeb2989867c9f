package io.logcast.rabbitmq.queues;

import com.rabbitmq.client.AMQP.BasicProperties;
import com.rabbitmq.client.AlreadyClosedException;
import com.rabbitmq.client.Channel;
import com.rabbitmq.client.Envelope;
import io.logcast.rabbitmq.connection.BrokerConnection;
import io.logcast.rabbitmq.connection.BrokerLink;
import io.logcast.rabbitmq.connection.ChannelUser;
import io.logcast.rabbitmq.connection.ReopeningConsumer;
import io.logcast.rabbitmq.messages.ReceivedHeaders;
import io.logcast.rabbitmq.topology.TopologyKeeper;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * Reads only the headers of a queue's messages, many at a time. A message is acknowledged when what its headers say is stored.
 * Messages that are not stored when the channel ends are delivered and read again.
 *
 * @param <T> what the headers of a message say
 */
public final class BulkReader<T> implements ChannelUser {

    private static final Logger LOG = Logger.getLogger(BulkReader.class);

    private final String queue;
    private final BrokerConnection connection;
    private final TopologyKeeper topology;
    private final Settings<T> settings;
    private volatile @Nullable Session session;

    /**
     * Settings of a reader.
     *
     * @param most how many messages may be unacknowledged
     * @param read reads the headers of a message; empty if they say nothing
     * @param halfFull called when half of {@code most} messages wait for {@link #flush}; it must not block
     */
    public record Settings<T>(int most, Function<Map<String, Object>, Optional<T>> read, Runnable halfFull) {}

    /** Stores what the headers say. */
    public interface Store<T, E extends Exception> {

        /** @throws E if nothing was stored */
        void store(List<T> told) throws E;
    }

    /** @param topology declares the queue first */
    public BulkReader(String queue, BrokerConnection connection, TopologyKeeper topology, Settings<T> settings) {
        this.queue = queue;
        this.connection = connection;
        this.topology = topology;
        this.settings = settings;
    }

    @Override
    public String name() {
        return queue;
    }

    @Override
    public void open(BrokerLink link) throws IOException {
        topology.declareOn(link);
        session = link.openChannel(channel -> {
            var opened = new Session(link, channel);
            channel.basicQos(settings.most());
            channel.basicConsume(queue, false, opened);
            return opened;
        });
    }

    /** Stores what was read since the last flush, if anything, and acknowledges it. */
    public synchronized <E extends Exception> void flush(Store<T, E> store) throws E {
        var current = session;
        if (current != null) {
            current.flush(store);
        }
    }

    private record Batch<T>(List<T> told, int messages, long lastTag) {}

    private final class Session extends ReopeningConsumer {

        private final List<T> told = new ArrayList<>();
        private int messages;
        private long lastTag;

        Session(BrokerLink link, Channel channel) {
            super(connection, BulkReader.this, link, channel);
        }

        @Override
        public void handleDelivery(String consumerTag, Envelope envelope, BasicProperties properties, byte[] body) {
            var read = settings.read().apply(ReceivedHeaders.of(properties));
            if (add(envelope.getDeliveryTag(), read) == settings.most() / 2) {
                settings.halfFull().run();
            }
        }

        private synchronized int add(long tag, Optional<T> read) {
            read.ifPresent(told::add);
            lastTag = tag;
            return ++messages;
        }

        private synchronized Batch<T> take() {
            var taken = new Batch<>(List.copyOf(told), messages, lastTag);
            told.clear();
            messages = 0;
            return taken;
        }

        private synchronized void putBack(Batch<T> taken) {
            told.addAll(taken.told());
            messages += taken.messages();
        }

        private <E extends Exception> void flush(Store<T, E> store) throws E {
            var taken = take();
            if (taken.messages() == 0 || !getChannel().isOpen()) {
                return;
            }
            var isStored = false;
            try {
                store.store(taken.told());
                isStored = true;
            } finally {
                if (!isStored) {
                    putBack(taken);
                }
            }
            ack(taken.lastTag());
        }

        private void ack(long upTo) {
            try {
                getChannel().basicAck(upTo, true);
            } catch (IOException | AlreadyClosedException e) {
                LOG.debugf(e, "Messages that were read from queue %s are delivered again", queue);
            }
        }
    }
}
