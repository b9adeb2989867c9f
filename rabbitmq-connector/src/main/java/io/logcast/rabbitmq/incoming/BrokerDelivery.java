package io.logcast.rabbitmq.incoming;

import com.rabbitmq.client.AMQP.BasicProperties;
import com.rabbitmq.client.Envelope;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReferenceFieldUpdater;
import org.jspecify.annotations.Nullable;

/** One message as delivered, and whether and how it has been settled. */
final class BrokerDelivery {

    /** How a delivery is settled. */
    enum Disposition {
        OPEN,
        /** Requeued while the application still holds it. */
        TAKEN_BACK,
        ACK,
        REQUEUE,
        REJECT
    }

    private static final AtomicReferenceFieldUpdater<BrokerDelivery, Disposition> SETTLEMENT =
            AtomicReferenceFieldUpdater.newUpdater(BrokerDelivery.class, Disposition.class, "settlement");

    private static final byte[] NOTHING = {};
    private static final BasicProperties NO_PROPERTIES = new BasicProperties();

    final DeliverySession session;
    final Envelope envelope;

    /** When it arrived, by the session's clock (ns). */
    final long takenAt;

    private final int held;
    private final @Nullable String messageId;
    private BasicProperties properties;
    private byte[] body;
    /** How many messages the subscriber holds that got this one; null as long as none has got it. */
    private volatile @Nullable AtomicInteger heldBySubscriber;

    private volatile Disposition settlement = Disposition.OPEN;

    /** @param held the bytes that it takes up in the session's window */
    BrokerDelivery(DeliverySession session, Envelope envelope, BasicProperties properties, byte[] body, int held) {
        this.session = session;
        this.envelope = envelope;
        this.messageId = properties.getMessageId();
        this.properties = properties;
        this.body = body;
        this.held = held;
        this.takenAt = session.now();
    }

    /** A delivery that found the window full: its content is dropped. */
    static BrokerDelivery refused(DeliverySession session, Envelope envelope) {
        return new BrokerDelivery(session, envelope, NO_PROPERTIES, NOTHING, 0);
    }

    /** The bytes that it takes up in the session's window until it is settled. */
    int held() {
        return held;
    }

    /** Empty once it is settled. */
    byte[] body() {
        return body;
    }

    /** Without content once it is settled. */
    BasicProperties properties() {
        return properties;
    }

    private void dropContent() {
        body = NOTHING;
        properties = NO_PROPERTIES;
    }

    boolean wasHandedOut() {
        return heldBySubscriber != null;
    }

    /** @param held how many messages its subscriber holds; counts this one until {@link #handBack} */
    void handOut(AtomicInteger held) {
        held.incrementAndGet();
        heldBySubscriber = held;
    }

    /** To be called when the subscriber no longer holds it. True if the subscriber holds no other. */
    boolean handBack() {
        var held = heldBySubscriber;
        return held == null || held.decrementAndGet() <= 0;
    }

    long tag() {
        return envelope.getDeliveryTag();
    }

    Disposition settlement() {
        return settlement;
    }

    /**
     * Settles it, unless it has been settled already: for the broker a second settlement would be an error. After it
     * was taken back, this only says that the application no longer holds it.
     */
    boolean settle(Disposition how) {
        if (SETTLEMENT.compareAndSet(this, Disposition.OPEN, how)) {
            // The delivery may be kept until its acknowledgement is sent.
            dropContent();
            session.settled(this);
            return true;
        }
        boolean late = SETTLEMENT.compareAndSet(this, Disposition.TAKEN_BACK, Disposition.REQUEUE);
        if (late) {
            dropContent();
            session.settledLate(this);
        }
        return late;
    }

    /** Requeues it while the application holds it. False if it was settled, or the application has not seen it. */
    boolean takeBack() {
        return wasHandedOut() && SETTLEMENT.compareAndSet(this, Disposition.OPEN, Disposition.TAKEN_BACK);
    }

    /** Whether the broker still waits for its settlement by this consumer. */
    boolean isAwaited() {
        return settlement == Disposition.OPEN && !session.isClosed();
    }

    /** Requeues it without telling the session; for a delivery that the application has not seen. */
    boolean giveBack() {
        boolean first = SETTLEMENT.compareAndSet(this, Disposition.OPEN, Disposition.REQUEUE);
        if (first) {
            dropContent();
        }
        return first;
    }

    /** Names it without its content. */
    @Override
    public String toString() {
        return (messageId == null ? "without id" : messageId) + " of queue '" + session.queue + "'";
    }
}
