package io.logcast.rabbitmq.incoming;

import io.vertx.core.impl.ContextInternal;
import java.util.concurrent.Flow;
import org.eclipse.microprofile.reactive.messaging.Message;
import org.jspecify.annotations.Nullable;

/**
 * The application's side of a channel: hands deliveries to one subscriber at a time and counts those that are not
 * settled.
 */
final class HandOut {

    private final ContextInternal context;
    private final MessageReader reader;
    private final long windowBytes;

    private volatile @Nullable Emission emission;

    /** @param context of the event loop on which messages are handed out */
    HandOut(ContextInternal context, MessageReader reader, long windowBytes) {
        this.context = context;
        this.reader = reader;
        this.windowBytes = windowBytes;
    }

    /** False if another subscriber has not cancelled yet; then this one gets an error. */
    boolean subscribe(
            Flow.Subscriber<? super Message<byte[]>> subscriber,
            Runnable onRequest,
            Runnable onCancel,
            String channel) {
        var fresh =
                new Emission(subscriber, context, reader::message, onRequest, onCancel, new ByteWindow(windowBytes));
        boolean first;
        synchronized (this) {
            first = wanted() == null;
            if (first) {
                emission = fresh;
            }
        }
        subscriber.onSubscribe(fresh);
        if (!first) {
            subscriber.onError(new IllegalStateException(
                    "Channel " + channel + " has a subscriber already; set broadcast=true for several"));
        }
        return first;
    }

    /** The deliveries for the subscriber; null if nobody subscribes, or it has cancelled. */
    @Nullable
    Emission wanted() {
        var current = emission;
        return current == null || current.isCancelled() ? null : current;
    }

    /** To be followed by {@link #offered()}. */
    void offer(BrokerDelivery delivery) {
        var current = emission;
        if (current != null) {
            current.offer(delivery);
        }
    }

    /** Hands out what was offered. */
    void offered() {
        var current = emission;
        if (current != null) {
            current.offered();
        }
    }

    /** Drops deliveries of closed sessions: the broker delivers them again. */
    void forgetLost() {
        var current = emission;
        if (current != null) {
            current.forgetLost();
        }
    }

    /** Stops handing out. */
    void hold() {
        var current = emission;
        if (current != null) {
            current.hold();
        }
    }

    /** Handed to the subscriber and not settled. What an earlier subscriber holds does not count any more. */
    int unsettled() {
        var current = emission;
        return current == null ? 0 : current.unsettled();
    }

    /** The bytes of all that was delivered and is not settled. */
    long heldBytes() {
        var current = emission;
        return current == null ? 0 : current.window().held();
    }
}
