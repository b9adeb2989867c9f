package io.logcast.consumer.subscriptions.delivery;

import com.fasterxml.uuid.Generators;
import com.fasterxml.uuid.NoArgGenerator;
import com.rabbitmq.client.AMQP.BasicProperties;
import com.rabbitmq.client.AlreadyClosedException;
import com.rabbitmq.client.Channel;
import com.rabbitmq.client.DefaultConsumer;
import com.rabbitmq.client.Envelope;
import com.rabbitmq.client.ShutdownSignalException;
import io.logcast.consumer.subscriptions.Subscription;
import io.logcast.consumer.subscriptions.delivery.HeldMessage.HandedOut;
import io.logcast.model.event.InvalidLogEventException;
import io.logcast.model.wire.LogMessage.Content;
import io.logcast.model.wire.LogMessage.UnreadableLine;
import io.logcast.rabbitmq.connection.BrokerLink;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.jboss.logging.Logger;

/**
 * What this replica has of one subscription: an AMQP channel, and the messages that were delivered on it and are not
 * settled. When the channel is lost, so are they; the broker delivers them again.
 */
final class QueueReader {

    private static final Logger LOG = Logger.getLogger(QueueReader.class);
    // Across all readers, so that an ack id never means another event.
    private static final AtomicLong NUMBERS = new AtomicLong();
    // A connection has some 2,000 channels, and a channel is soon made again.
    private static final long IDLE_NANOS = Duration.ofMinutes(1).toNanos();

    private final Subscription subscription;
    private final String queue;
    private final BrokerLink link;
    private final Channel channel;
    private final Republisher republisher;
    private final Clock clock;
    /** Not static: a native executable is not built with a random generator in it. */
    private final NoArgGenerator newIds = Generators.timeBasedEpochRandomGenerator();

    private final Unsettled unsettled = new Unsettled();
    private final Map<Long, HeldMessage> held = new ConcurrentHashMap<>();
    /** Messages of many events of which some are not handed out yet. */
    private final Queue<HeldMessage> begun = new ConcurrentLinkedQueue<>();

    private final LaterMessages later = new LaterMessages(this::putOff);

    private final AtomicInteger handedOut = new AtomicInteger();
    private final Object requests = new Object();
    /** Those that wait for messages, by their tags. */
    private final Map<String, Subscriber> consumers = new ConcurrentHashMap<>();

    private volatile long usedAt = System.nanoTime();
    private volatile int eventsPerMessage = 1;

    QueueReader(Subscription subscription, BrokerLink link, Channel channel, Republisher republisher, Clock clock) {
        this.subscription = subscription;
        this.queue = subscription.name();
        this.link = link;
        this.channel = channel;
        this.republisher = republisher;
        this.clock = clock;
        channel.addShutdownListener(cause -> {
            held.clear();
            unsettled.clear();
        });
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
        link.discard(channel);
    }

    /** How many messages hold so many events, as far as is known. */
    int messagesOf(int events, int most) {
        return Math.max(1, Math.min(most, (events + eventsPerMessage - 1) / eventsPerMessage));
    }

    void learn(int messages, int events) {
        if (messages > 0) {
            eventsPerMessage = Math.max(1, events / messages);
        }
    }

    /** Who waits for messages. All but {@code sweep} run on the connection's own thread; none may wait. */
    interface Subscriber {

        void arrived(Received received);

        /** The broker ends it, or the service does. */
        void end();

        /** Called several times a second. */
        void sweep(long now);
    }

    /**
     * Consumes until it is cancelled.
     *
     * @param tag names the consumer on this channel
     * @param prefetch messages that are delivered and not settled
     */
    void consume(String tag, int prefetch, Subscriber subscriber) throws IOException {
        // The prefetch is of the consumer that comes next.
        synchronized (requests) {
            consumers.put(tag, subscriber);
            channel.basicQos(prefetch);
            channel.basicConsume(queue, false, tag, new DefaultConsumer(channel) {
                @Override
                public void handleDelivery(
                        String consumerTag, Envelope envelope, BasicProperties properties, byte[] body) {
                    unsettled.add(envelope.getDeliveryTag(), body.length);
                    subscriber.arrived(Received.of(consumerTag, envelope, properties, body));
                }

                @Override
                public void handleCancel(String consumerTag) {
                    subscriber.end();
                }

                @Override
                public void handleShutdownSignal(String consumerTag, ShutdownSignalException cause) {
                    subscriber.end();
                }
            });
        }
    }

    /** Nobody waits any longer for messages. */
    void endAll() {
        consumers.values().forEach(Subscriber::end);
    }

    /** Nothing is delivered to the consumer once this returns. */
    void cancel(String tag) {
        synchronized (requests) {
            usedAt = System.nanoTime();
            consumers.remove(tag);
            try {
                channel.basicCancel(tag);
            } catch (IOException | ShutdownSignalException e) {
                LOG.debugf(e, "A consumer of queue %s has ended before it was cancelled", queue);
            }
        }
    }

    /** Answers for the message from now on. What of it is no event becomes a dead letter. */
    HeldMessage hold(Received received, HoldTimes times) {
        if (received.delivery().isOfLaterRelease()) {
            return holdLater(received, times);
        }
        var content = read(received);
        var message = new HeldMessage(NUMBERS.incrementAndGet(), received, content, this, republisher, times);
        held.put(message.number(), message);
        if (!isOpen()) {
            held.clear();
        }
        for (var line : content.unreadable()) {
            republisher
                    .unreadable(queue, received, line)
                    .whenComplete((confirmed, failure) -> message.unreadableLeft(failure));
        }
        return message;
    }

    /** Without events that could be handed out. */
    private HeldMessage holdLater(Received received, HoldTimes times) {
        var whole = new Content(List.of(), List.of(new UnreadableLine(1, "of a later release")));
        var message = new HeldMessage(NUMBERS.incrementAndGet(), received, whole, this, republisher, times);
        held.put(message.number(), message);
        later.add(message, times);
        return message;
    }

    /** Holds no more of a later release. To be called now and then: what is put off is here again soon. */
    void boundLater(int most) {
        later.bound(Math.min(LaterMessages.MOST, most));
    }

    /** As a new message, which has not come back yet. */
    private void putOff(HeldMessage message) {
        if (held.containsKey(message.number())) {
            republisher
                    .toQueue(subscription, message.received())
                    .whenComplete((confirmed, failure) -> message.unreadableLeft(failure));
        }
    }

    private Content read(Received received) {
        var delivery = received.delivery();
        if (!delivery.isForeign()) {
            return delivery.content();
        }
        try {
            return new Content(List.of(delivery.foreign().toEvent(newIds::generate, clock.instant())), List.of());
        } catch (InvalidLogEventException e) {
            return new Content(List.of(), List.of(new UnreadableLine(1, String.valueOf(e.getMessage()))));
        }
    }

    Optional<HeldMessage> find(long number) {
        return Optional.ofNullable(held.get(number));
    }

    /** Events that were left of messages which an earlier pull has begun. */
    List<HandedOut> handOutOfBegun(int max) {
        var out = new ArrayList<HandedOut>();
        for (var message = begun.peek(); message != null && out.size() < max; message = begun.peek()) {
            if (held.containsKey(message.number())) {
                out.addAll(message.handOut(max - out.size()));
            }
            if (!held.containsKey(message.number()) || !message.hasWaiting()) {
                begun.remove(message);
            }
        }
        return out;
    }

    void begin(HeldMessage message) {
        begun.add(message);
    }

    /** The bytes of all that was delivered and is not settled. */
    long unsettledBytes() {
        return unsettled.bytes();
    }

    /** How many wait for messages. */
    int consumers() {
        return consumers.size();
    }

    /** Counts events that are at a subscriber. */
    void handedOut(int change) {
        handedOut.addAndGet(change);
    }

    /** How many events are at a subscriber. */
    int handedOut() {
        return handedOut.get();
    }

    void expire(long now) {
        held.values().forEach(message -> message.expire(now));
        later.expire(now);
        consumers.values().forEach(subscriber -> subscriber.sweep(now));
    }

    void ack(HeldMessage message) {
        if (release(message)) {
            settle(message.received(), () -> channel.basicAck(message.received().tag(), false));
        }
    }

    /** The broker gives the whole message to somebody, again. */
    void requeue(HeldMessage message) {
        if (release(message)) {
            requeue(message.received());
        }
    }

    /** The same for a message that was not held. */
    void requeue(Received received) {
        settle(received, () -> channel.basicReject(received.tag(), true));
    }

    /** False if its channel is lost, or it was settled. */
    private boolean release(HeldMessage message) {
        begun.remove(message);
        return held.remove(message.number()) != null;
    }

    private interface Settlement {
        void send() throws IOException;
    }

    private void settle(Received received, Settlement settlement) {
        unsettled.remove(received.tag());
        try {
            settlement.send();
        } catch (IOException | AlreadyClosedException e) {
            LOG.debugf(e, "A settlement for queue %s was not sent; the broker delivers the message again", queue);
        }
    }
}
