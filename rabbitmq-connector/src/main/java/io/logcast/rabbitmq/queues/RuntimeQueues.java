package io.logcast.rabbitmq.queues;

import com.rabbitmq.client.Channel;
import com.rabbitmq.client.ShutdownSignalException;
import io.logcast.rabbitmq.connection.BrokerConnection;
import io.logcast.rabbitmq.connection.BrokerLink;
import io.logcast.rabbitmq.connection.ChannelUser;
import io.logcast.rabbitmq.connection.OnDemand;
import io.logcast.rabbitmq.connection.Refusal;
import io.logcast.rabbitmq.topology.TopologyKeeper;
import java.io.IOException;
import java.time.Duration;
import java.util.Collection;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Queues whose names are not known at the start, on a connection of their own. It connects when the first queue is needed; from
 * then on it connects again whenever the connection is lost. Each call may wait for the broker, for a bounded time, and throws
 * {@link BrokerUnavailableException} if the broker does not do it.
 */
public final class RuntimeQueues implements ChannelUser {

    private static final Duration PATIENCE = Duration.ofSeconds(5);

    private final String name;
    private final BrokerConnection connection;
    private final TopologyKeeper shared;
    private final Upkeep upkeep;
    private final OnDemand onDemand;
    private volatile @Nullable BrokerLink link;

    /** What became of a queue's bindings. */
    public enum Bound {
        ALL,
        /** The broker does not take one of them. */
        NOT_ALL,
        NO_QUEUE
    }

    /** Checks the queues. Called on the connection's own thread, which must not wait. */
    public interface Upkeep {

        /** The connection is new, and perhaps the broker too. */
        void opened();

        /** Called every few seconds. */
        void due();
    }

    /**
     * @param shared what all queues need, such as exchanges
     * @param readers opened with the first queue, on the same connection
     */
    public RuntimeQueues(
            String name,
            BrokerConnection connection,
            TopologyKeeper shared,
            Upkeep upkeep,
            Collection<? extends ChannelUser> readers) {
        this.name = name;
        this.connection = connection;
        this.shared = shared;
        this.upkeep = upkeep;
        this.onDemand = new OnDemand(
                connection, Stream.concat(Stream.of(this), readers.stream()).toList());
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public void open(BrokerLink opened) throws IOException {
        shared.declareOn(opened);
        link = opened;
        upkeep.opened();
    }

    @Override
    public void check(BrokerLink opened) throws IOException {
        if (shared.allThere(opened)) {
            upkeep.due();
        } else {
            connection.reopen(this);
        }
    }

    /** Starts connecting, and does not wait. */
    public CompletionStage<Void> connect() {
        return onDemand.start();
    }

    /** Connects, unless connecting has begun, and waits for it. */
    public void awaitConnection() {
        link();
    }

    private BrokerLink link() {
        onDemand.await(PATIENCE);
        var current = link;
        if (current == null || !current.isOpen()) {
            throw new BrokerUnavailableException("There is no connection to the broker", null);
        }
        return current;
    }

    /**
     * Makes the queue and its bindings if they do not exist.
     *
     * @return false if the broker has a queue of that name with other arguments, or does not take one of the bindings
     */
    public boolean declare(QueueDefinition queue) {
        return onChannel(Refusal::isMismatch, channel -> {
            channel.queueDeclare(queue.name(), true, false, false, queue.arguments());
            return bind(channel, queue);
        });
    }

    /**
     * Makes only the bindings: declaring a queue counts as using it, so it would never expire.
     */
    public Bound bind(QueueDefinition queue) {
        return refusal(refusal -> refusal.isNotFound() || refusal.isMismatch(), channel -> bind(channel, queue))
                .map(refusal -> refusal.isNotFound() ? Bound.NO_QUEUE : Bound.NOT_ALL)
                .orElse(Bound.ALL);
    }

    private static Channel bind(Channel channel, QueueDefinition queue) throws IOException {
        for (var binding : queue.bindings()) {
            channel.queueBind(queue.name(), binding.exchange(), binding.routingKey(), binding.arguments());
        }
        return channel;
    }

    /** Removes the bindings if they exist. */
    public void unbind(String queue, Collection<QueueBinding> bindings) {
        onChannel(Refusal::isNotFound, channel -> {
            for (var binding : bindings) {
                channel.queueUnbind(queue, binding.exchange(), binding.routingKey(), binding.arguments());
            }
            return channel;
        });
    }

    /** Deletes the queue with its messages if it exists. */
    public void delete(String queue) {
        onChannel(Refusal::isNotFound, channel -> {
            channel.queueDelete(queue);
            return channel;
        });
    }

    /** Empty if the broker has no such queue. */
    public Optional<QueueState> state(String queue) {
        var state = new AtomicReference<@Nullable QueueState>();
        onChannel(Refusal::isNotFound, channel -> {
            var found = channel.queueDeclarePassive(queue);
            state.set(new QueueState(found.getMessageCount(), found.getConsumerCount()));
            return channel;
        });
        return Optional.ofNullable(state.get());
    }

    /** A channel that reads the queue; to be closed when it is no longer used. */
    public QueueChannel open(String queue) {
        var current = link();
        try {
            return current.openChannel(channel -> new QueueChannel(queue, current, channel));
        } catch (IOException | ShutdownSignalException e) {
            throw failure(queue, e);
        }
    }

    /**
     * Runs the action on a channel of its own, since a refusal closes the channel. False if the broker refused it in this
     * way.
     */
    private boolean onChannel(Predicate<Refusal> refused, BrokerLink.Preparation<Channel> action) {
        return refusal(refused, action).isEmpty();
    }

    private Optional<Refusal> refusal(Predicate<Refusal> expected, BrokerLink.Preparation<Channel> action) {
        var current = link();
        try {
            current.discard(current.openChannel(action));
            return Optional.empty();
        } catch (IOException | ShutdownSignalException e) {
            var refusal = Refusal.of(e).filter(expected);
            if (refusal.isPresent()) {
                return refusal;
            }
            throw new BrokerUnavailableException("The broker cannot do it now: " + e.getMessage(), e);
        }
    }

    static BrokerUnavailableException failure(String queue, Exception cause) {
        return Refusal.of(cause).filter(Refusal::isNotFound).isPresent()
                ? new MissingQueueException(queue, cause)
                : new BrokerUnavailableException("The broker cannot deliver now: " + cause.getMessage(), cause);
    }
}
