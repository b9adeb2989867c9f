package io.logcast.consumer.subscriptions;

import com.rabbitmq.client.AMQP.BasicProperties;
import com.rabbitmq.client.AlreadyClosedException;
import com.rabbitmq.client.Channel;
import com.rabbitmq.client.DefaultConsumer;
import com.rabbitmq.client.Envelope;
import io.logcast.model.wire.LogMessage;
import io.logcast.rabbitmq.connection.BrokerConnection;
import io.logcast.rabbitmq.connection.BrokerLink;
import io.logcast.rabbitmq.connection.ChannelUser;
import io.logcast.rabbitmq.connector.RabbitConnector;
import io.quarkus.scheduler.Scheduled;
import io.quarkus.scheduler.Scheduled.ConcurrentExecution;
import io.smallrye.mutiny.infrastructure.Infrastructure;
import jakarta.enterprise.context.ApplicationScoped;
import java.io.IOException;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.eclipse.microprofile.reactive.messaging.spi.Connector;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * Counts what subscriptions' queues drop. The broker dead-letters each dropped message, with the reason, to one queue
 * of all subscriptions; it is acknowledged when its count is committed.
 */
@ApplicationScoped
class DropCounter implements ChannelUser {

    private static final Logger LOG = Logger.getLogger(DropCounter.class);
    private static final int PREFETCH = 2000;

    private final RabbitConnector connector;
    private final SubscriptionTable table;
    private final String queue;
    private volatile @Nullable Session session;

    DropCounter(
            @Connector(RabbitConnector.NAME) RabbitConnector connector,
            SubscriptionTable table,
            @ConfigProperty(name = "topology.dropped.queue") String queue) {
        this.connector = connector;
        this.table = table;
        this.queue = queue;
    }

    @Override
    public String name() {
        return "dropped";
    }

    @Override
    public void open(BrokerLink link) throws IOException {
        connector.topology(name(), List.of("dropped")).declareOn(link);
        session = link.openChannel(channel -> {
            var opened = new Session(link, channel);
            channel.basicQos(PREFETCH);
            channel.basicConsume(queue, false, opened);
            return opened;
        });
    }

    private BrokerConnection connection() {
        return connector.connection(SubscriptionQueues.CONNECTION);
    }

    @Scheduled(every = "1s", concurrentExecution = ConcurrentExecution.SKIP)
    synchronized void flush() {
        var current = session;
        if (current != null) {
            current.flush();
        }
    }

    /** One AMQP channel's deliveries. What is not committed when it ends is delivered, and counted, on the next. */
    private final class Session extends DefaultConsumer {

        private final BrokerLink link;
        private Map<Drop, Long> counted = new HashMap<>();
        private long lastTag;
        private int uncounted;

        Session(BrokerLink link, Channel channel) {
            super(channel);
            this.link = link;
            channel.addShutdownListener(cause -> {
                if (link.isOpen()) {
                    connection().reopen(DropCounter.this);
                }
            });
        }

        @Override
        public void handleDelivery(String consumerTag, Envelope envelope, BasicProperties properties, byte[] body) {
            if (count(envelope.getDeliveryTag(), properties) == PREFETCH / 2) {
                Infrastructure.getDefaultWorkerPool().execute(DropCounter.this::flush);
            }
        }

        @Override
        public void handleCancel(String consumerTag) {
            connection().run(() -> link.discard(getChannel()));
        }

        private synchronized int count(long tag, BasicProperties properties) {
            Drop.of(properties).ifPresent(drop -> counted.merge(drop, events(properties), Long::sum));
            lastTag = tag;
            return ++uncounted;
        }

        /** Foreign messages are one event each. */
        private static long events(BasicProperties properties) {
            var headers = Objects.requireNonNullElse(properties.getHeaders(), Map.<String, Object>of());
            return headers.get(LogMessage.EVENTS_HEADER) instanceof Number events ? events.longValue() : 1;
        }

        private synchronized Counted take() {
            var taken = new Counted(counted, uncounted, lastTag);
            counted = new HashMap<>();
            uncounted = 0;
            return taken;
        }

        private synchronized void putBack(Counted taken) {
            taken.events().forEach((drop, events) -> counted.merge(drop, events, Long::sum));
            uncounted += taken.messages();
        }

        void flush() {
            var taken = take();
            if (taken.messages() == 0 || !getChannel().isOpen()) {
                return;
            }
            try {
                table.addDropped(taken.events());
                getChannel().basicAck(taken.lastTag(), true);
            } catch (SQLException e) {
                putBack(taken);
                LOG.warnf("What subscriptions dropped is not counted yet: %s", e.getMessage());
            } catch (IOException | AlreadyClosedException e) {
                LOG.debugf(e, "What was dropped is delivered again");
            }
        }
    }

    private record Counted(Map<Drop, Long> events, int messages, long lastTag) {}
}
