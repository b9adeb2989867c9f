package io.logcast.rabbitmq.incoming;

import com.rabbitmq.client.AMQP.BasicProperties;
import com.rabbitmq.client.AlreadyClosedException;
import com.rabbitmq.client.Channel;
import com.rabbitmq.client.Envelope;
import com.rabbitmq.client.ShutdownSignalException;
import io.logcast.rabbitmq.connection.BrokerLink;
import io.logcast.rabbitmq.connection.Faults;
import io.logcast.rabbitmq.messages.MessageSize;
import java.io.IOException;
import java.util.List;

/**
 * One AMQP channel with one consumer, from its opening to its end. Deliveries are settled only here: once
 * the channel is gone, the broker delivers them again, and on the next channel the same tag means another message.
 */
final class DeliverySession {

    /** The states of a session, in order. */
    private enum Life {
        OPEN,
        /** Takes no more messages; delivered ones can still be settled. */
        FINISHING,
        CLOSED
    }

    /** The smallest prefetch with which settlements are kept. With a smaller one, handlers would wait for the broker. */
    private static final int LEAST_TO_KEEP = 100;

    final String queue;
    final AckLedger ledger = new AckLedger();

    private final BrokerLink link;
    private final Channel channel;
    private final ConsumeSettings settings;
    private final Intake intake;
    private final SessionListener listener;
    private final QueueConsumer consumer;
    private final SettlingProgress progress = new SettlingProgress();
    private volatile long now = System.nanoTime();
    private volatile Life life = Life.OPEN;

    DeliverySession(
            BrokerLink link,
            Channel channel,
            String queue,
            ConsumeSettings settings,
            Intake intake,
            SessionListener listener) {
        this.link = link;
        this.channel = channel;
        this.queue = queue;
        this.settings = settings;
        this.intake = intake;
        this.listener = listener;
        this.consumer = new QueueConsumer(channel, this, settings);
        channel.addShutdownListener(cause -> end(cause.toString()));
    }

    /** The time of the last {@link #tick}: exact enough for the ages of deliveries, and cheaper than the clock. */
    long now() {
        return now;
    }

    /** To be called every few milliseconds with {@link System#nanoTime()}. */
    void tick(long time) {
        now = time;
    }

    /** Consumes with the current prefetch. */
    void subscribe() throws IOException {
        consumer.subscribe(intake.prefetch());
    }

    boolean isClosed() {
        return life == Life.CLOSED;
    }

    boolean linkIsOpen() {
        return link.isOpen();
    }

    boolean isFinishing() {
        return life == Life.FINISHING;
    }

    /** Whether the broker has this consumer, or will have it again once the window has room. */
    boolean isRegistered() {
        return consumer.isRegistered() && !isClosed();
    }

    void deliver(Envelope envelope, BasicProperties properties, byte[] body) {
        if (settings.autoAck()) {
            listener.delivered(new BrokerDelivery(this, envelope, properties, body, 0));
            return;
        }
        int size = MessageSize.of(properties, body);
        if (intake.take(size)) {
            take(new BrokerDelivery(this, envelope, properties, body, size));
        } else {
            refuse(BrokerDelivery.refused(this, envelope), size);
        }
    }

    private void take(BrokerDelivery delivery) {
        progress.taken(now);
        ledger.add(delivery);
        listener.delivered(delivery);
        if (intake.saw(delivery.held())) {
            listener.wantsAdjustment(this);
        }
    }

    private void refuse(BrokerDelivery delivery, int size) {
        ledger.add(delivery);
        if (intake.refuse(delivery, size)) {
            listener.wantsAdjustment(this);
        }
    }

    /** Adjusts how much is taken in. On the connection's thread; may wait for the broker. */
    void adjust() {
        intake.adjusting();
        if (life != Life.OPEN) {
            return;
        }
        try {
            intake.adjust(this, consumer, settings.autoDelete());
        } catch (IOException | RuntimeException | Error e) {
            Faults.endIfOutOfMemory(e);
            fail(e);
        }
    }

    /** Gives back deliveries that the application has not seen. */
    void giveBack(List<BrokerDelivery> refused) {
        if (refused.isEmpty()) {
            return;
        }
        for (var delivery : refused) {
            delivery.giveBack();
            ledger.settled();
        }
        listener.givenBack(refused.size());
        flush();
    }

    /** To be called when bytes of the window have become free. */
    void roomier() {
        if (intake.roomier()) {
            listener.wantsAdjustment(this);
        }
    }

    void settled(BrokerDelivery delivery) {
        intake.release(delivery.held());
        if (settings.autoAck()) {
            listener.settled(this, delivery);
        } else if (isClosed()) {
            listener.stale(delivery);
        } else {
            progress.settled(now);
            ledger.settled();
            listener.settled(this, delivery);
            roomier();
        }
    }

    /** To be called when the application no longer holds a delivery that was taken back. */
    void settledLate(BrokerDelivery delivery) {
        intake.release(delivery.held());
        listener.stale(delivery);
    }

    /** Drops a delivery that the application has not seen; the broker delivers it again. */
    void forget(BrokerDelivery delivery) {
        if (delivery.giveBack()) {
            intake.release(delivery.held());
        }
    }

    /** How long deliveries have been waiting without any being settled (ns); 0 if none waits. */
    long stuckFor(long now) {
        return isClosed() ? 0 : progress.stuckFor(now);
    }

    /**
     * How long the oldest delivery has been waiting to be settled (ns), not counting those since the last {@link
     * #flush}.
     */
    long oldestFor(long now) {
        return isClosed() ? 0 : ledger.oldestFor(now);
    }

    /**
     * Gives back deliveries that the application got before that moment and has not settled; it may still hold them.
     */
    int takeBack(long takenBefore) {
        int count;
        synchronized (ledger) {
            count = ledger.takeBack(takenBefore);
        }
        progress.takenBack(count);
        flush();
        return count;
    }

    /** Sends the settlements. May block on the socket. */
    void flush() {
        flush(0);
    }

    /**
     * Sends the settlements, except those behind an open delivery. If these are more than a third of the prefetch, they
     * are sent too, so that the broker delivers more; with a prefetch below {@link #LEAST_TO_KEEP}, all are sent. May
     * block on the socket. Returns how many were kept.
     */
    int flushInOrder() {
        int prefetch = intake.prefetch();
        return flush(prefetch < LEAST_TO_KEEP ? 0 : prefetch / 3);
    }

    private int flush(int mostKept) {
        if (isClosed()) {
            return 0;
        }
        try {
            synchronized (ledger) {
                return ledger.flush(channel, mostKept);
            }
        } catch (AlreadyClosedException e) {
            end(e.toString());
        } catch (IOException e) {
            end(e.toString());
            link.abort("a write failed: " + e.getMessage());
        }
        return 0;
    }

    void flushHeld() throws IOException {
        link.flush();
    }

    /** Asks the broker for no more messages; delivered ones can still be settled. May wait for the broker's answer. */
    void finish() {
        advance(Life.FINISHING);
        try {
            consumer.finish();
        } catch (IOException | ShutdownSignalException e) {
            // It is gone.
        }
    }

    /**
     * Sends the settlements and closes the AMQP channel; the broker delivers the rest again. May wait for the broker.
     */
    void close() {
        flush();
        advance(Life.CLOSED);
        if (settings.isServerNamed()) {
            deleteQueue();
        }
        link.discard(channel);
    }

    /** Otherwise the queue, which has no consumer now, would fill until the connection ends. */
    private void deleteQueue() {
        try {
            link.discard(link.openChannel(deleting -> {
                deleting.queueDelete(queue);
                return deleting;
            }));
        } catch (IOException | ShutdownSignalException e) {
            // The queue is deleted with the connection.
        }
    }

    /** Makes the whole channel stop consuming. */
    void halt() {
        listener.halt();
    }

    /** Ends the session because something went wrong; another one is opened. */
    void fail(Throwable cause) {
        end(cause.toString());
    }

    /**
     * Whether it belongs to this connection; if not, it is closed for good. It goes on until {@link #end} is called, also while
     * its AMQP channel is closing: a queue without a leader would leave another such channel at each attempt.
     */
    boolean continuesOn(BrokerLink current) {
        if (link != current) {
            advance(Life.CLOSED);
        }
        return !isClosed();
    }

    void end(String why) {
        if (advance(Life.CLOSED)) {
            listener.ended(this, why);
        }
    }

    /** False if it is in that state, or a later one, already. */
    private synchronized boolean advance(Life to) {
        boolean further = life.compareTo(to) < 0;
        if (further) {
            life = to;
        }
        return further;
    }
}
