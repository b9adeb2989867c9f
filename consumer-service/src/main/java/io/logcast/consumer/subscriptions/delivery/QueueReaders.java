package io.logcast.consumer.subscriptions.delivery;

import io.logcast.consumer.subscriptions.BrokerAwayException;
import io.logcast.consumer.subscriptions.Subscription;
import io.logcast.consumer.subscriptions.SubscriptionConfig;
import io.logcast.consumer.subscriptions.SubscriptionQueues;
import io.logcast.consumer.subscriptions.Subscriptions;
import io.logcast.rabbitmq.connection.Faults;
import io.logcast.rabbitmq.connection.Refusal;
import io.logcast.rabbitmq.queues.BrokerUnavailableException;
import io.logcast.rabbitmq.queues.MissingQueueException;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.runtime.ShutdownDelayInitiatedEvent;
import io.quarkus.runtime.ShutdownEvent;
import io.smallrye.mutiny.infrastructure.Infrastructure;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import java.util.function.ToLongFunction;
import org.jboss.logging.Logger;

/** The readers of the subscriptions that this replica serves; enforces the deadlines of events that were handed out. */
@ApplicationScoped
public class QueueReaders {

    private static final Logger LOG = Logger.getLogger(QueueReaders.class);
    private static final long SWEEP_MILLIS = 200;
    // How many messages, whatever their size, one consumer may ask for; fewer if there are many consumers.
    private static final int MAX_STEP = 16;
    private static final int MAX_STEPS = 32;

    private final SubscriptionQueues queues;
    private final Subscriptions subscriptions;
    private final Republisher republisher;
    private final EventReader events;
    private final HoldLimit holdLimit;
    private final long maxHeldBytes;
    private final Map<String, QueueReader> readers = new ConcurrentHashMap<>();
    private final AtomicBoolean closing = new AtomicBoolean();
    private final ScheduledThreadPoolExecutor timer = new ScheduledThreadPoolExecutor(1, task -> {
        var thread = new Thread(task, "subscription deadlines");
        thread.setDaemon(true);
        return thread;
    });

    QueueReaders(
            SubscriptionQueues queues,
            Subscriptions subscriptions,
            Republisher republisher,
            EventReader events,
            SubscriptionConfig config,
            MeterRegistry meters) {
        this.queues = queues;
        this.subscriptions = subscriptions;
        this.republisher = republisher;
        this.events = events;
        this.holdLimit = new HoldLimit(config.holdTime());
        this.maxHeldBytes = config.maxHeldSize().asLongValue();
        timer.setRemoveOnCancelPolicy(true);
        timer.scheduleWithFixedDelay(this::expire, SWEEP_MILLIS, SWEEP_MILLIS, TimeUnit.MILLISECONDS);
        meters.gauge(
                "logcast.subscriptions.held",
                this,
                all -> all.sum(reader -> reader.held().handedOut()));
        meters.gauge("logcast.subscriptions.held.bytes", this, QueueReaders::unsettledBytes);
    }

    /**
     * Passes this replica's reader of the subscription to {@code use}. If the broker has lost the queue, restores it
     * and tries once more.
     *
     * @return false if the subscription was temporary and is gone
     * @throws BrokerAwayException if the broker cannot be reached
     */
    public boolean use(Subscription subscription, Consumer<QueueReader> use) throws SQLException {
        if (tryUse(subscription, use)) {
            return true;
        }
        if (!subscriptions.restore(subscription)) {
            return false;
        }
        if (!tryUse(subscription, use)) {
            throw new BrokerAwayException("The broker lost queue " + subscription.name() + " again", null);
        }
        return true;
    }

    /** False if the broker has no such queue. */
    private boolean tryUse(Subscription subscription, Consumer<QueueReader> use) {
        try {
            use.accept(reader(subscription));
            return true;
        } catch (MissingQueueException e) {
            return false;
        } catch (BrokerUnavailableException e) {
            throw new BrokerAwayException(String.valueOf(e.getMessage()), e);
        }
    }

    private synchronized QueueReader reader(Subscription subscription) {
        var reader = readers.get(subscription.name());
        if (reader == null || !reader.serves(subscription)) {
            if (reader != null && !reader.endIfLost()) {
                // The messages that it holds are gone with its queue.
                Infrastructure.getDefaultWorkerPool().execute(reader::close);
            }
            var channel = queues.open(subscription);
            channel.onEnd(refusal -> refusal.flatMap(Refusal::consumerTimeout).ifPresent(holdLimit::learn));
            reader = new QueueReader(subscription, channel, republisher, events);
            readers.put(subscription.name(), reader);
        }
        return reader.used();
    }

    /** Whether this replica has room for more messages than it holds. */
    public boolean hasRoom() {
        return unsettledBytes() < maxHeldBytes;
    }

    /** Whether more than half of the room for messages is free. */
    public boolean isHalfFree() {
        return unsettledBytes() < maxHeldBytes / 2;
    }

    private long unsettledBytes() {
        return sum(QueueReader::unsettledBytes);
    }

    /** How many messages a consumer may ask for before their sizes are known. */
    public int step() {
        return (int) Math.max(1, Math.min(MAX_STEP, MAX_STEPS / (sum(QueueReader::consumers) + 1)));
    }

    /** How long messages of the subscription are held. */
    HoldTimes times(Subscription subscription) {
        return HoldTimes.of(holdLimit.get(), subscription.ackDeadline());
    }

    /** The same for one reader that takes as long as it needs. */
    public HoldTimes longestTimes() {
        return HoldTimes.of(holdLimit.get(), holdLimit.get());
    }

    /** Ends the pulls and streams of a subscription, which is pushed now. Does not wait. */
    public void endReaders(String subscription) {
        var reader = readers.get(subscription);
        if (reader != null) {
            reader.endReaders();
        }
    }

    /** The message with that number, if this replica has handed out events of it with ack ids. */
    Optional<HeldMessage> find(String subscription, long number) {
        return Optional.ofNullable(readers.get(subscription))
                .flatMap(reader -> reader.held().find(number));
    }

    private void expire() {
        try {
            var now = System.nanoTime();
            readers.values().forEach(reader -> reader.expire(now));
            readers.values().removeIf(QueueReader::endIfLost);
            if (readers.values().stream().anyMatch(reader -> reader.isIdle(now))
                    && closing.compareAndSet(false, true)) {
                Infrastructure.getDefaultWorkerPool().execute(() -> {
                    try {
                        closeIdle(now);
                    } finally {
                        closing.set(false);
                    }
                });
            }
        } catch (RuntimeException | Error e) {
            Faults.endIfOutOfMemory(e);
            LOG.warnf(e, "Events that were not acknowledged in time are not given back yet");
        }
    }

    /** Closes channels that nobody needs now, and returns how many. Waits for the broker. */
    int closeIdle(long now) {
        var idle = takeIdle(now);
        idle.forEach(QueueReader::close);
        return idle.size();
    }

    private synchronized List<QueueReader> takeIdle(long now) {
        var idle =
                readers.values().stream().filter(reader -> reader.isIdle(now)).toList();
        readers.values().removeAll(idle);
        return idle;
    }

    /** Runs the task later; it must not wait. */
    ScheduledFuture<?> later(Runnable task, long millis) {
        return timer.schedule(task, millis, TimeUnit.MILLISECONDS);
    }

    private long sum(ToLongFunction<QueueReader> amount) {
        return readers.values().stream().mapToLong(amount).sum();
    }

    /** Ends pulls and streams: the service waits for its calls before it stops, and these would wait for messages. */
    void endAll(@Observes ShutdownDelayInitiatedEvent stoppingSoon) {
        readers.values().forEach(QueueReader::endAll);
    }

    void stop(@Observes ShutdownEvent stopping) {
        timer.shutdownNow();
    }
}
