package io.logcast.consumer.subscriptions.delivery;

import io.logcast.consumer.subscriptions.Subscription;
import io.logcast.rabbitmq.queues.BrokerUnavailableException;
import io.logcast.rabbitmq.queues.MissingQueueException;
import io.logcast.rabbitmq.queues.QueueChannel;
import io.logcast.rabbitmq.queues.QueueMessage;
import java.time.Duration;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;

/**
 * This replica's access to one subscription: a channel to its queue, and the messages that were delivered on it and are
 * not settled. If the channel is lost, the broker delivers them again.
 */
public final class QueueReader {

    // Shared by all readers, so that an ack id never means another event.
    private static final AtomicLong NUMBERS = new AtomicLong();
    // A connection has some 2,000 channels at most, and a channel is made again quickly.
    private static final long IDLE_NANOS = Duration.ofMinutes(1).toNanos();

    /**
     * As of the reader's first use. Only its name, time-to-live and generation are used here; none changes while its
     * queue exists.
     */
    private final Subscription subscription;

    private final QueueChannel channel;
    private final Republisher republisher;
    private final EventReader events;
    private final HeldMessages held = new HeldMessages();
    private final LaterMessages later = new LaterMessages(this::putOff);
    /** The subscribers that wait for messages, by their tags. */
    private final Map<String, Subscriber> consumers = new ConcurrentHashMap<>();
    /** The tags of those whose request to consume has been answered. */
    private final Set<String> consuming = ConcurrentHashMap.newKeySet();

    private volatile long usedAt = System.nanoTime();
    private volatile int eventsPerMessage = 1;

    QueueReader(Subscription subscription, QueueChannel channel, Republisher republisher, EventReader events) {
        this.subscription = subscription;
        this.channel = channel;
        this.republisher = republisher;
        this.events = events;
        channel.onEnd(refusal -> held.clear());
    }

    /** The messages that this replica answers for. */
    HeldMessages held() {
        return held;
    }

    Subscription subscription() {
        return subscription;
    }

    /** Whether it serves this subscription, and not a deleted one of the same name. */
    boolean serves(Subscription wanted) {
        return isOpen() && Objects.equals(subscription.generation(), wanted.generation());
    }

    public boolean isOpen() {
        return channel.isOpen();
    }

    /** To be called just before a use. */
    QueueReader used() {
        usedAt = System.nanoTime();
        return this;
    }

    /** Whether nobody waits for messages or holds any, and nobody did recently. */
    boolean isIdle(long now) {
        return consumers.isEmpty() && held.isEmpty() && now - usedAt > IDLE_NANOS;
    }

    /** Closes the channel; the broker delivers unsettled messages again. May wait for the broker. */
    public void close() {
        channel.close();
    }

    /** An estimate of how many messages contain that many events. */
    int messagesOf(int wanted, int most) {
        return Math.max(1, Math.min(most, (wanted + eventsPerMessage - 1) / eventsPerMessage));
    }

    /** Improves the estimate: these messages had that many events. */
    void learn(int messages, int found) {
        if (messages > 0) {
            eventsPerMessage = Math.max(1, found / messages);
        }
    }

    /**
     * Consumes until it is cancelled.
     *
     * @param tag names the consumer on this channel
     * @param prefetch messages that are delivered and not settled
     * @throws MissingQueueException if the broker has no such queue
     * @throws BrokerUnavailableException if it fails otherwise
     */
    public void consume(String tag, int prefetch, Subscriber subscriber) {
        consumers.put(tag, subscriber);
        endReadersOfPushed();
        try {
            channel.consume(tag, prefetch, new QueueChannel.Subscriber() {
                @Override
                public void arrived(QueueMessage message) {
                    subscriber.arrived(Received.of(message));
                }

                @Override
                public void end() {
                    subscriber.end();
                }
            });
        } catch (RuntimeException e) {
            consumers.remove(tag);
            throw e;
        }
        consuming.add(tag);
        if (!isOpen()) {
            // The channel was lost meanwhile, and endIfLost() may not have seen this subscriber.
            subscriber.end();
        }
    }

    /**
     * If the channel is lost, ends the subscribers that consume from it, and returns true. amqp-client does not always tell them:
     * after a request that the broker did not answer in time, it closes the channel, but tells them only once the broker has
     * answered that. A subscriber whose request has not been answered is not ended: it may try again with another reader.
     */
    boolean endIfLost() {
        if (isOpen()) {
            return false;
        }
        held.clear();
        consumers.forEach((tag, subscriber) -> {
            if (consuming.contains(tag)) {
                subscriber.end();
            }
        });
        return true;
    }

    /** Ends all subscribers that wait for messages. */
    void endAll() {
        consumers.values().forEach(Subscriber::end);
    }

    /** A reader may have come just before the pushing began, when it was still allowed. */
    private void endReadersOfPushed() {
        if (consumers.values().stream().anyMatch(subscriber -> !subscriber.isReader())) {
            endReaders();
        }
    }

    /** Ends pulls and streams. */
    void endReaders() {
        consumers.values().stream().filter(Subscriber::isReader).forEach(Subscriber::end);
    }

    /** Nothing is delivered to the consumer once this returns. */
    public void cancel(String tag) {
        usedAt = System.nanoTime();
        consumers.remove(tag);
        consuming.remove(tag);
        channel.cancel(tag);
    }

    /**
     * Answers for the message from now on. Its unreadable lines become dead letters.
     *
     * @param hasAckIds whether subscribers get ack ids of its events; otherwise an ack id that somebody guesses does
     *     not settle them
     */
    public HeldMessage hold(Received received, HoldTimes times, boolean hasAckIds) {
        var content = events.read(received.delivery());
        var message =
                new HeldMessage(NUMBERS.incrementAndGet(), received, content, this, republisher, times, hasAckIds);
        held.add(message);
        if (!isOpen()) {
            held.clear();
        }
        if (received.delivery().isOfLaterRelease()) {
            later.add(message, times);
            return message;
        }
        for (var line : content.unreadable()) {
            republisher
                    .unreadable(subscription.name(), received, line)
                    .whenComplete((confirmed, failure) -> message.unreadableLeft(failure));
        }
        return message;
    }

    /**
     * Puts off messages of a later release beyond that number. To be called now and then, since they soon come again.
     */
    public void boundLater(int most) {
        later.bound(Math.min(LaterMessages.MOST, most));
    }

    private void putOff(HeldMessage message) {
        if (held.has(message)) {
            message.postpone();
        }
    }

    /** The bytes of all messages that were delivered and are not settled. */
    long unsettledBytes() {
        return channel.unsettledBytes();
    }

    /** How many subscribers wait for messages. */
    int consumers() {
        return consumers.size();
    }

    void expire(long now) {
        held.expire(now);
        later.expire(now);
        consumers.values().forEach(subscriber -> subscriber.sweep(now));
    }

    void ack(HeldMessage message) {
        if (held.release(message)) {
            channel.ack(message.received().message());
        }
    }

    /** Requeues the whole message. */
    void requeue(HeldMessage message) {
        if (held.release(message)) {
            requeue(message.received());
        }
    }

    /** The same for a message that was not held. */
    public void requeue(Received received) {
        channel.requeue(received.message());
    }
}
