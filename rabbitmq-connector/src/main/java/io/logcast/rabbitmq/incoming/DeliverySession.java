package io.logcast.rabbitmq.incoming;

import com.rabbitmq.client.AMQP.BasicProperties;
import com.rabbitmq.client.AlreadyClosedException;
import com.rabbitmq.client.Channel;
import com.rabbitmq.client.DefaultConsumer;
import com.rabbitmq.client.Envelope;
import com.rabbitmq.client.ShutdownSignalException;
import io.logcast.rabbitmq.connection.BrokerLink;
import io.logcast.rabbitmq.connection.Faults;
import java.io.IOException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * One AMQP channel with one consumer, from its opening to its end. Deliveries are settled here and nowhere else: once
 * the channel is gone, the broker delivers them again, and a tag of this session means another message on the next.
 */
final class DeliverySession extends DefaultConsumer {

    /** Told what the session sees. */
    interface Listener {

        void delivered(BrokerDelivery delivery);

        /** Settled while its channel was there, so that the settlement can be sent. */
        void settled(DeliverySession session, BrokerDelivery delivery);

        /** Settled after its channel had gone; the broker delivers it again. */
        void stale(BrokerDelivery delivery);

        /** {@link #adjust} is to be called, by the connection's thread. */
        void wantsAdjustment(DeliverySession session);

        /** So many deliveries did not fit into the window. */
        void givenBack(int count);

        /** The broker has cancelled the consumer, or closed the channel. Called once. */
        void ended(DeliverySession session, String why);
    }

    final String queue;

    private final BrokerLink link;
    private final Listener listener;
    private final AckLedger ledger;
    private final ConsumeSettings settings;
    private final ByteWindow window;
    private final Prefetch prefetch;
    private final Overflow overflow = new Overflow();
    private final AtomicBoolean adjustmentWanted = new AtomicBoolean();
    private final AtomicInteger unsettled = new AtomicInteger();
    private volatile long progressAt = System.nanoTime();
    private volatile boolean registered;
    private volatile boolean subscribed;
    private volatile boolean finishing;
    private volatile boolean closed;

    DeliverySession(
            BrokerLink link,
            Channel channel,
            String queue,
            ConsumeSettings settings,
            ByteWindow window,
            Prefetch prefetch,
            AckLedger ledger,
            Listener listener) {
        super(channel);
        this.link = link;
        this.queue = queue;
        this.settings = settings;
        this.window = window;
        this.prefetch = prefetch;
        this.ledger = ledger;
        this.listener = listener;
        channel.addShutdownListener(cause -> end(cause.toString()));
        // What is still on its way when a consumer is cancelled.
        channel.setDefaultConsumer(this);
    }

    /** Consumes, with the prefetch of this moment. */
    void subscribe() throws IOException {
        getChannel().basicQos(prefetch.current());
        getChannel()
                .basicConsume(
                        queue,
                        settings.autoAck(),
                        settings.consumerTag(),
                        false,
                        settings.exclusive(),
                        settings.consumerArguments(),
                        this);
        subscribed = true;
    }

    private void unsubscribe() throws IOException {
        if (subscribed) {
            subscribed = false;
            getChannel().basicCancel(getConsumerTag());
        }
    }

    boolean isClosed() {
        return closed;
    }

    boolean linkIsOpen() {
        return link.isOpen();
    }

    /** Whether nothing more is taken, and what was delivered can still be settled. */
    boolean isFinishing() {
        return finishing;
    }

    /** Whether the broker has this consumer, or will have it again once there is room. */
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
        try {
            deliver(envelope, properties, body);
        } catch (RuntimeException | Error e) {
            // Nobody would ever settle it.
            Faults.report("Queue " + queue, e);
            fail(e);
        }
    }

    private void deliver(Envelope envelope, BasicProperties properties, byte[] body) {
        if (settings.autoAck()) {
            listener.delivered(new BrokerDelivery(this, envelope, properties, body, 0));
        } else if (!overflow.isFull() && window.take(body.length)) {
            take(new BrokerDelivery(this, envelope, properties, body, body.length));
        } else {
            refuse(new BrokerDelivery(this, envelope, properties, BrokerDelivery.NOTHING, 0), body.length);
        }
    }

    private void take(BrokerDelivery delivery) {
        if (unsettled.getAndIncrement() == 0) {
            progressAt = System.nanoTime();
        }
        ledger.add(delivery);
        listener.delivered(delivery);
        if (prefetch.saw(delivery.held())) {
            wantAdjustment();
        }
    }

    private void refuse(BrokerDelivery delivery, int size) {
        ledger.add(delivery);
        if (overflow.refuse(delivery, size)) {
            wantAdjustment();
        }
    }

    private void wantAdjustment() {
        if (adjustmentWanted.compareAndSet(false, true)) {
            listener.wantsAdjustment(this);
        }
    }

    /**
     * Consumes with a smaller prefetch, or not at all for a while, once the window was full; with a larger one when the
     * messages have become smaller. On the connection's thread; may wait for the broker.
     */
    void adjust() throws IOException {
        adjustmentWanted.set(false);
        if (closed || finishing) {
            return;
        }
        if (overflow.isFull()) {
            makeRoom();
        } else if (prefetch.canGrow()) {
            unsubscribe();
            prefetch.grow();
            subscribe();
        }
    }

    /** First cancelled, then given back: otherwise the broker would deliver the same again at once. */
    private void makeRoom() throws IOException {
        boolean keepsConsumer = settings.autoDelete();
        if (!keepsConsumer) {
            unsubscribe();
        }
        boolean room = window.isHalfEmpty();
        if (room || !keepsConsumer) {
            giveBack(overflow.take(room), keepsConsumer);
        }
        if (room && !keepsConsumer) {
            subscribe();
        }
    }

    private void giveBack(Overflow.Refused refused, boolean keepsConsumer) {
        int count = refused.deliveries().size();
        if (count == 0) {
            return;
        }
        for (var delivery : refused.deliveries()) {
            delivery.giveBack();
            ledger.settled();
        }
        if (!keepsConsumer) {
            prefetch.shrink(count, refused.bytes());
        }
        listener.givenBack(count);
        flush();
    }

    /** Some bytes of the window are free again. */
    void roomier() {
        if (overflow.isFull() && window.isHalfEmpty()) {
            wantAdjustment();
        }
    }

    @Override
    public void handleCancel(String consumerTag) {
        registered = false;
        end("the broker cancelled the consumer of queue '" + queue + "'");
    }

    void settled(BrokerDelivery delivery) {
        window.release(delivery.held());
        if (settings.autoAck()) {
            listener.settled(this, delivery);
        } else if (closed) {
            listener.stale(delivery);
        } else {
            unsettled.decrementAndGet();
            progressAt = System.nanoTime();
            ledger.settled();
            listener.settled(this, delivery);
            roomier();
        }
    }

    /** What nobody has seen, and the broker delivers again. */
    void forget(BrokerDelivery delivery) {
        if (delivery.giveBack()) {
            window.release(delivery.held());
        }
    }

    /** How long deliveries have been waiting without any being settled (ns); 0 if none waits. */
    long stuckFor(long now) {
        return closed || unsettled.get() == 0 ? 0 : now - progressAt;
    }

    /** How many settlements have not been sent. */
    int unsent() {
        return ledger.unsent();
    }

    /** Sends what has been settled. May block on the socket. */
    void flush() {
        if (closed) {
            return;
        }
        try {
            synchronized (ledger) {
                ledger.flush(getChannel());
            }
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

    /** Asks the broker for no more; what was delivered can still be settled. May wait for the broker's answer. */
    void finish() {
        finishing = true;
        registered = false;
        try {
            unsubscribe();
        } catch (IOException | ShutdownSignalException e) {
            // It is gone.
        }
    }

    /** Sends what has been settled and closes the AMQP channel; the rest is delivered again. May wait for the broker. */
    void close() {
        flush();
        closed = true;
        if (settings.isServerNamed()) {
            deleteQueue();
        }
        link.discard(getChannel());
    }

    /** Nobody will consume it again, and it would fill until the connection ends. */
    private void deleteQueue() {
        try {
            link.discard(link.openChannel(channel -> {
                channel.queueDelete(queue);
                return channel;
            }));
        } catch (IOException | ShutdownSignalException e) {
            // It goes with the connection.
        }
    }

    /** Closes it since something went wrong; it is opened again. */
    void fail(Throwable cause) {
        end(cause.toString());
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
