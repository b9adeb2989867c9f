package io.logcast.consumer.subscriptions;

import com.rabbitmq.client.AMQP;
import com.rabbitmq.client.Channel;
import com.rabbitmq.client.ShutdownSignalException;
import io.logcast.rabbitmq.connection.BrokerLink;
import io.logcast.rabbitmq.connection.ChannelUser;
import io.logcast.rabbitmq.connector.RabbitConnector;
import io.logcast.rabbitmq.topology.TopologyKeeper;
import jakarta.enterprise.context.ApplicationScoped;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicReference;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.eclipse.microprofile.reactive.messaging.spi.Connector;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * The queues of subscriptions on the broker. There is no connection until there is a subscription; from then on what they
 * need is looked after, with every connection and every few seconds.
 */
@ApplicationScoped
public class SubscriptionQueues implements ChannelUser {

    private static final Logger LOG = Logger.getLogger(SubscriptionQueues.class);
    /** The name of the connection that all of this package consumes on. */
    static final String CONNECTION = "subscriptions";

    private static final int CONNECT_SECONDS = 5;

    private final RabbitConnector connector;
    private final DropCounter drops;
    private final TopologyKeeper shared;
    private final Upkeep upkeep;
    /** Queues that are not what their subscriptions say; told once. */
    private final Set<String> different = ConcurrentHashMap.newKeySet();

    private final Exchanges exchanges;
    private final String droppedQueue;
    private @Nullable CompletionStage<Void> firstAttempt;
    private volatile @Nullable BrokerLink link;

    SubscriptionQueues(
            @Connector(RabbitConnector.NAME) RabbitConnector connector,
            SubscriptionTable table,
            DropCounter drops,
            @ConfigProperty(name = "topology.logs.exchange") String all,
            @ConfigProperty(name = "topology.topic.exchange") String topic,
            @ConfigProperty(name = "topology.headers.exchange") String headers,
            @ConfigProperty(name = "topology.returned.exchange") String returned,
            @ConfigProperty(name = "topology.dropped.queue") String droppedQueue) {
        this.connector = connector;
        this.drops = drops;
        this.shared = connector.topology(CONNECTION, List.of("logs", "topic", "headers", "returned", "dropped"));
        this.upkeep = new Upkeep(table, this);
        this.exchanges = new Exchanges(all, topic, headers, returned);
        this.droppedQueue = droppedQueue;
    }

    /**
     * How many messages are ready for a subscriber.
     *
     * @param consumers pulls and streams that wait at this moment, on all replicas, and foreign consumers
     */
    record Ready(int messages, int consumers) {}

    @Override
    public String name() {
        return CONNECTION;
    }

    @Override
    public void open(BrokerLink opened) throws IOException {
        shared.declareOn(opened);
        link = opened;
        upkeep.ofAll();
    }

    @Override
    public void check(BrokerLink opened) throws IOException {
        if (shared.allThere(opened, "")) {
            upkeep.ofSome();
        } else {
            connector.connection(CONNECTION).reopen(this);
        }
    }

    /**
     * Makes again what the broker has lost of the subscription.
     *
     * @return false if it was temporary and its queue is gone
     */
    boolean lookAfter(Subscription subscription) {
        if (!subscription.durable()) {
            // Not declared, which would count as a use of it, so that it would never expire.
            return onChannel(AMQP.NOT_FOUND, channel -> bind(channel, subscription))
                    || ready(subscription.name()).isPresent();
        }
        if (onChannel(AMQP.PRECONDITION_FAILED, channel -> declare(channel, subscription))) {
            different.remove(subscription.name());
        } else if (different.add(subscription.name())) {
            LOG.errorf("Queue %s on the broker is not what its subscription says", subscription.name());
        }
        return true;
    }

    /** Connects without waiting for it. */
    synchronized CompletionStage<Void> connect() {
        var attempt = firstAttempt;
        if (attempt == null) {
            var opened = connector.connection(CONNECTION);
            attempt = opened.register(this);
            var unused = opened.register(drops);
            firstAttempt = attempt;
        }
        return attempt;
    }

    /**
     * The live connection; the first call makes it.
     *
     * @throws BrokerAwayException if there is none
     */
    public BrokerLink link() {
        var attempt = connect();
        try {
            attempt.toCompletableFuture().get(CONNECT_SECONDS, TimeUnit.SECONDS);
        } catch (ExecutionException | TimeoutException e) {
            // By now there may be one.
            LOG.debugf(e, "The first attempt to connect for subscriptions failed");
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        var current = link;
        if (current == null || !current.isOpen()) {
            throw new BrokerAwayException("There is no connection to the broker", null);
        }
        return current;
    }

    /**
     * Makes the queue and its bindings, if they are not there.
     *
     * @throws ConflictException if the broker has a queue of that name with other arguments
     */
    void declare(Subscription subscription) {
        if (!onChannel(AMQP.PRECONDITION_FAILED, channel -> declare(channel, subscription))) {
            throw new ConflictException("The broker has a queue " + subscription.name()
                    + " with other arguments, which no subscription made");
        }
    }

    private Channel declare(Channel channel, Subscription subscription) throws IOException {
        channel.queueDeclare(subscription.name(), true, false, false, subscription.queueArguments(droppedQueue));
        return bind(channel, subscription);
    }

    private Channel bind(Channel channel, Subscription subscription) throws IOException {
        var name = subscription.name();
        for (var binding : subscription.binding().queueBindings(exchanges)) {
            channel.queueBind(name, binding.exchange(), binding.routingKey(), binding.arguments());
        }
        if (subscription.returnKey() != null) {
            channel.queueBind(name, exchanges.returned(), subscription.returnKey());
        }
        return channel;
    }

    /** Declares what is wanted first, so that an event which both match is not missed. */
    void rebind(Subscription existing, Subscription wanted) {
        declare(wanted);
        var kept = wanted.binding().queueBindings(exchanges);
        onChannel(AMQP.NOT_FOUND, channel -> unbind(channel, existing, kept));
    }

    private Channel unbind(Channel channel, Subscription existing, Set<QueueBinding> kept) throws IOException {
        for (var binding : existing.binding().queueBindings(exchanges)) {
            if (!kept.contains(binding)) {
                channel.queueUnbind(existing.name(), binding.exchange(), binding.routingKey(), binding.arguments());
            }
        }
        return channel;
    }

    /** Deletes the queue with what is in it. */
    void delete(String name) {
        onChannel(AMQP.NOT_FOUND, channel -> {
            channel.queueDelete(name);
            return channel;
        });
    }

    /** Empty if the broker has no such queue. */
    Optional<Ready> ready(String name) {
        var ready = new AtomicReference<@Nullable Ready>();
        onChannel(AMQP.NOT_FOUND, channel -> {
            var queue = channel.queueDeclarePassive(name);
            ready.set(new Ready(queue.getMessageCount(), queue.getConsumerCount()));
            return channel;
        });
        return Optional.ofNullable(ready.get());
    }

    /**
     * Runs the action on a channel of its own, since a refusal closes it.
     *
     * @return false if the broker refused it with that reply code
     * @throws BrokerAwayException if it failed otherwise
     */
    private boolean onChannel(int refusal, BrokerLink.Preparation<Channel> action) {
        var current = link();
        try {
            current.discard(current.openChannel(action));
            return true;
        } catch (IOException | ShutdownSignalException e) {
            if (replyCode(e) == refusal) {
                return false;
            }
            throw new BrokerAwayException("The broker does not do it now: " + e.getMessage(), e);
        }
    }

    /** Whether the broker refused since it has no such queue. */
    public static boolean isMissing(Throwable failure) {
        return replyCode(failure) == AMQP.NOT_FOUND;
    }

    /** The broker's reply code of a channel that it closed; 0 for any other failure. */
    private static int replyCode(Throwable failure) {
        for (Throwable t = failure; t != null; t = t.getCause()) {
            if (t instanceof ShutdownSignalException signal && signal.getReason() instanceof AMQP.Channel.Close close) {
                return close.getReplyCode();
            }
        }
        return 0;
    }
}
