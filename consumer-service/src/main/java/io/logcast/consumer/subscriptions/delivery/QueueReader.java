package io.logcast.consumer.subscriptions.delivery;

import io.logcast.consumer.subscriptions.Subscription;
import io.logcast.rabbitmq.queues.BrokerUnavailableException;
import io.logcast.rabbitmq.queues.MissingQueueException;
import io.logcast.rabbitmq.queues.QueueChannel;
import io.logcast.rabbitmq.queues.QueueMessage;
import java.time.Duration;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;

/**
 * What this replica has of one subscription: a channel to its queue, and the messages that were delivered on it and are not
 * settled. When the channel is lost, so are they; the broker delivers them again.
 */
final class QueueReader {

    // Across all readers, so that an ack id never means another event.
    private static final AtomicLong NUMBERS = new AtomicLong();
    // A connection has some 2,000 channels, and a channel is soon made again.
    private static final long IDLE_NANOS = Duration.ofMinutes(1).toNanos();

    /** As of the reader's first use. Its name, time-to-live and generation count here, and none changes while its queue is there. */
    private final Subscription subscription;

    private final QueueChannel channel;
    private final Republisher republisher;
    private final EventReader events;
    private final HeldMessages held = new HeldMessages();
    private final LaterMessages later = new LaterMessages(this::putOff);
    /** Those that wait for messages, by their tags. */
    private final Map<String, Subscriber> consumers = new ConcurrentHashMap<>();

    private volatile long usedAt = System.nanoTime();
    private volatile int eventsPerMessage = 1;

    QueueReader(Subscription subscription, QueueChannel channel, Republisher republisher, EventReader events) {
        this.subscription = subscription;
        this.channel = channel;
        this.republisher = republisher;
        this.events = events;
        channel.onEnd(refusal -> held.clear());
    }

    /** What this replica answers for. */
    HeldMessages held() {
        return held;
    }

    Subscription subscription() {
        return subscription;
    }

    /** Whether it can serve the subscription, and not another one of that name that is gone. */
    boolean serves(Subscription wanted) {
        return isOpen() && Objects.equals(subscription.generation(), wanted.generation());
    }

    boolean isOpen() {
        return channel.isOpen();
    }

    /** To be called before a use, which is to begin soon. */
    QueueReader used() {
        usedAt = System.nanoTime();
        return this;
    }

    /** Whether nobody waits for messages, or has any, or did of late. */
    boolean isIdle(long now) {
        return consumers.isEmpty() && held.isEmpty() && now - usedAt > IDLE_NANOS;
    }

    /** Closes the channel; what is not settled is delivered again. May wait for the broker. */
    void close() {
        channel.close();
    }

    /** How many messages hold so many events, as far as is known. */
    int messagesOf(int wanted, int most) {
        return Math.max(1, Math.min(most, (wanted + eventsPerMessage - 1) / eventsPerMessage));
    }

    /** So many messages had so many events. */
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
    void consume(String tag, int prefetch, Subscriber subscriber) {
        consumers.put(tag, subscriber);
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
    }

    /** Nobody waits any longer for messages. */
    void endAll() {
        consumers.values().forEach(Subscriber::end);
    }

    /** Nothing is delivered to the consumer once this returns. */
    void cancel(String tag) {
        usedAt = System.nanoTime();
        consumers.remove(tag);
        channel.cancel(tag);
    }

    /** Answers for the message from now on. A line of it that is not an event becomes a dead letter. */
    HeldMessage hold(Received received, HoldTimes times) {
        var content = events.read(received.delivery());
        var message = new HeldMessage(NUMBERS.incrementAndGet(), received, content, this, republisher, times);
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

    /** Holds no more of a later release. To be called now and then: what is put off is here again soon. */
    void boundLater(int most) {
        later.bound(Math.min(LaterMessages.MOST, most));
    }

    /** As a new message, which has not come back yet. */
    private void putOff(HeldMessage message) {
        if (held.has(message)) {
            republisher
                    .toQueue(subscription, message.received())
                    .whenComplete((confirmed, failure) -> message.unreadableLeft(failure));
        }
    }

    /** The bytes of all that was delivered and is not settled. */
    long unsettledBytes() {
        return channel.unsettledBytes();
    }

    /** How many wait for messages. */
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

    /** The broker gives the whole message to somebody, again. */
    void requeue(HeldMessage message) {
        if (held.release(message)) {
            requeue(message.received());
        }
    }

    /** The same for a message that was not held. */
    void requeue(Received received) {
        channel.requeue(received.message());
    }
}
