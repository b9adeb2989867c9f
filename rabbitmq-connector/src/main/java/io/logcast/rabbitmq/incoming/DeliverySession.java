package io.logcast.rabbitmq.incoming;

import com.rabbitmq.client.AMQP.BasicProperties;
import com.rabbitmq.client.AlreadyClosedException;
import com.rabbitmq.client.Channel;
import com.rabbitmq.client.DefaultConsumer;
import com.rabbitmq.client.Envelope;
import com.rabbitmq.client.ShutdownSignalException;
import io.logcast.rabbitmq.connection.BrokerLink;
import java.io.IOException;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * One AMQP channel with one consumer, from its opening to its end. Deliveries are settled here and nowhere else: once
 * the channel is gone, the broker delivers them again, and a tag of this session means another message on the next.
 */
final class DeliverySession extends DefaultConsumer {

    /** Told what the session sees. */
    interface Listener {

        void delivered(Delivery delivery);

        /** Settled while its channel was there, so that the settlement can be sent. */
        void settled(DeliverySession session, Delivery delivery);

        /** Settled after its channel had gone; the broker delivers it again. */
        void stale(Delivery delivery);

        /** The broker has cancelled the consumer, or closed the channel. Called once. */
        void ended(DeliverySession session, String why);
    }

    final String queue;

    private final BrokerLink link;
    private final Listener listener;
    private final AckLedger ledger;
    private final boolean autoAck;
    private final AtomicInteger unsettled = new AtomicInteger();
    private volatile long progressAt = System.nanoTime();
    private volatile boolean registered;
    private volatile boolean closed;

    DeliverySession(
            BrokerLink link, Channel channel, String queue, boolean autoAck, AckLedger ledger, Listener listener) {
        super(channel);
        this.link = link;
        this.queue = queue;
        this.autoAck = autoAck;
        this.ledger = ledger;
        this.listener = listener;
        channel.addShutdownListener(cause -> end(cause.toString()));
    }

    boolean isClosed() {
        return closed;
    }

    boolean linkIsOpen() {
        return link.isOpen();
    }

    /** Whether the broker has this consumer. */
    boolean isRegistered() {
        return registered && !closed;
    }

    @Override
    public void handleConsumeOk(String consumerTag) {
        super.handleConsumeOk(consumerTag);
        registered = true;
    }

    @Override
    public void handleDelivery(String consumerTag, Envelope envelope, BasicProperties properties, byte[] body) {
        var delivery = new Delivery(this, envelope, properties, body);
        if (!autoAck) {
            if (unsettled.getAndIncrement() == 0) {
                progressAt = System.nanoTime();
            }
            ledger.add(delivery);
        }
        listener.delivered(delivery);
    }

    @Override
    public void handleCancel(String consumerTag) {
        registered = false;
        end("the broker cancelled the consumer of queue '" + queue + "'");
    }

    void settled(Delivery delivery) {
        if (closed && !autoAck) {
            listener.stale(delivery);
            return;
        }
        if (!autoAck) {
            unsettled.decrementAndGet();
            progressAt = System.nanoTime();
            ledger.settled();
        }
        listener.settled(this, delivery);
    }

    /** How long deliveries have been waiting without any being settled (ns); 0 if none waits. */
    long stuckFor(long now) {
        return closed || unsettled.get() == 0 ? 0 : now - progressAt;
    }

    /** How many settlements have not been sent. */
    int unsent() {
        return ledger.unsent();
    }

    /** Sends what has been settled. Called by one thread at a time; may block on the socket. */
    void flush() {
        if (closed) {
            return;
        }
        try {
            ledger.flush(getChannel());
        } catch (AlreadyClosedException e) {
            end(e.toString());
        } catch (IOException e) {
            end(e.toString());
            link.abort("a write failed: " + e.getMessage());
        }
    }

    void flushHeld() throws IOException {
        link.flush();
    }

    /** Asks the broker for no more. May wait for its answer. */
    void cancel() {
        registered = false;
        try {
            getChannel().basicCancel(getConsumerTag());
        } catch (IOException | ShutdownSignalException e) {
            // It is gone.
        }
    }

    /** Closes the AMQP channel; what is not settled is delivered again. May wait for the broker. */
    void close() {
        closed = true;
        link.discard(getChannel());
    }

    /** Whether it is of this connection; closed for good if it is not. */
    boolean continuesOn(BrokerLink current) {
        if (link != current) {
            closed = true;
        }
        return !closed;
    }

    private void end(String why) {
        boolean first;
        synchronized (this) {
            first = !closed;
            closed = true;
        }
        if (first) {
            listener.ended(this, why);
        }
    }
}
