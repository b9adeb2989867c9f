package io.logcast.rabbitmq.incoming;

import com.rabbitmq.client.AMQP.BasicProperties;
import com.rabbitmq.client.Envelope;
import java.util.concurrent.atomic.AtomicReferenceFieldUpdater;

/** One message as delivered, and whether and how it has been settled. */
final class Delivery {

    /** How a delivery is settled. */
    enum Settlement {
        OPEN,
        ACK,
        REQUEUE,
        REJECT
    }

    private static final AtomicReferenceFieldUpdater<Delivery, Settlement> SETTLEMENT =
            AtomicReferenceFieldUpdater.newUpdater(Delivery.class, Settlement.class, "settlement");

    final DeliverySession session;
    final Envelope envelope;
    final BasicProperties properties;
    final byte[] body;

    private volatile Settlement settlement = Settlement.OPEN;

    Delivery(DeliverySession session, Envelope envelope, BasicProperties properties, byte[] body) {
        this.session = session;
        this.envelope = envelope;
        this.properties = properties;
        this.body = body;
    }

    long tag() {
        return envelope.getDeliveryTag();
    }

    Settlement settlement() {
        return settlement;
    }

    /** Settles it, unless it has been already; a second settlement would be an error to the broker. */
    boolean settle(Settlement how) {
        boolean first = SETTLEMENT.compareAndSet(this, Settlement.OPEN, how);
        if (first) {
            session.settled(this);
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
