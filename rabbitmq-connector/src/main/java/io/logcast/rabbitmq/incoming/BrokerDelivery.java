package io.logcast.rabbitmq.incoming;

import com.rabbitmq.client.AMQP.BasicProperties;
import com.rabbitmq.client.Envelope;
import java.util.concurrent.atomic.AtomicReferenceFieldUpdater;

/** One message as delivered, and whether and how it has been settled. */
final class BrokerDelivery {

    /** How a delivery is settled. */
    enum Disposition {
        OPEN,
        ACK,
        REQUEUE,
        REJECT
    }

    private static final AtomicReferenceFieldUpdater<BrokerDelivery, Disposition> SETTLEMENT =
            AtomicReferenceFieldUpdater.newUpdater(BrokerDelivery.class, Disposition.class, "settlement");

    static final byte[] NOTHING = {};

    final DeliverySession session;
    final Envelope envelope;
    final BasicProperties properties;

    private final int held;
    private byte[] body;
    private volatile boolean handedOut;
    private volatile Disposition settlement = Disposition.OPEN;

    /** @param held the bytes that it has taken of the session's window */
    BrokerDelivery(DeliverySession session, Envelope envelope, BasicProperties properties, byte[] body, int held) {
        this.session = session;
        this.envelope = envelope;
        this.properties = properties;
        this.body = body;
        this.held = held;
    }

    /** The bytes that it takes of the session's window until it is settled. */
    int held() {
        return held;
    }

    /** Empty once it is settled. */
    byte[] body() {
        return body;
    }

    boolean wasHandedOut() {
        return handedOut;
    }

    void handOut() {
        handedOut = true;
    }

    long tag() {
        return envelope.getDeliveryTag();
    }

    Disposition settlement() {
        return settlement;
    }

    /** Settles it, unless it has been already; a second settlement would be an error to the broker. */
    boolean settle(Disposition how) {
        boolean first = SETTLEMENT.compareAndSet(this, Disposition.OPEN, how);
        if (first) {
            // It may wait for its acknowledgement to be sent.
            body = NOTHING;
            session.settled(this);
        }
        return first;
    }

    /** Requeues it without telling the session; for a delivery that the application has not seen. */
    boolean giveBack() {
        boolean first = SETTLEMENT.compareAndSet(this, Disposition.OPEN, Disposition.REQUEUE);
        if (first) {
            body = NOTHING;
        }
        return first;
    }

    /** Names it without its content. */
    @Override
    public String toString() {
        var id = properties.getMessageId();
        return (id == null ? "without id" : id) + " of queue '" + session.queue + "'";
    }
}
