package io.logcast.rabbitmq.incoming;

import java.io.IOException;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * Takes as many deliveries of a session as the window holds. The rest is given back, and the prefetch is adapted to the
 * size of the messages.
 */
final class Intake {

    private final ByteWindow window;
    private final Prefetch prefetch;
    private final Overflow overflow = new Overflow();
    private final AtomicBoolean adjustmentWanted = new AtomicBoolean();

    Intake(ByteWindow window, Prefetch prefetch) {
        this.window = window;
        this.prefetch = prefetch;
    }

    /** Takes the bytes in if they fit; otherwise the delivery has to be {@linkplain #refuse refused}. */
    boolean take(int bytes) {
        return !overflow.isFull() && window.take(bytes);
    }

    void release(int bytes) {
        window.release(bytes);
    }

    /** Counts a message that was taken; true if {@link #adjust} has to be called. */
    boolean saw(int bytes) {
        return prefetch.saw(bytes) && wantAdjustment();
    }

    /** Keeps a message, without its content, until it is given back; true if {@link #adjust} has to be called. */
    boolean refuse(BrokerDelivery delivery, int bytes) {
        return overflow.refuse(delivery, bytes) && wantAdjustment();
    }

    /** To be called after bytes were released; true if {@link #adjust} has to be called. */
    boolean roomier() {
        return overflow.isFull() && window.isHalfEmpty() && wantAdjustment();
    }

    private boolean wantAdjustment() {
        return adjustmentWanted.compareAndSet(false, true);
    }

    int prefetch() {
        return prefetch.current();
    }

    /** Marks the start of an adjustment; requests from now on cause another one. */
    void adjusting() {
        adjustmentWanted.set(false);
    }

    /**
     * Adapts the prefetch: smaller, or no consuming for a while, after the window was full; larger after messages have
     * become smaller. May wait for the broker.
     *
     * @param keepsConsumer true if the consumer must not be cancelled, because the queue (auto-delete) would be deleted
     *     with it
     */
    void adjust(DeliverySession session, QueueConsumer consumer, boolean keepsConsumer) throws IOException {
        if (overflow.isFull()) {
            makeRoom(session, consumer, keepsConsumer);
        } else if (prefetch.canGrow()) {
            consumer.unsubscribe();
            prefetch.grow();
            consumer.subscribe(prefetch.current());
        }
    }

    /** Cancels before it gives back: otherwise the broker would deliver the same messages again at once. */
    private void makeRoom(DeliverySession session, QueueConsumer consumer, boolean keepsConsumer) throws IOException {
        if (!keepsConsumer) {
            consumer.unsubscribe();
        }
        boolean room = window.isHalfEmpty();
        if (room || !keepsConsumer) {
            var refused = overflow.take(room);
            if (!keepsConsumer && !refused.deliveries().isEmpty()) {
                prefetch.shrink(refused.deliveries().size(), refused.bytes());
            }
            session.giveBack(refused.deliveries());
        }
        if (room && !keepsConsumer) {
            consumer.subscribe(prefetch.current());
        }
    }
}
