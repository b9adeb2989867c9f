package io.logcast.rabbitmq.incoming;

import com.rabbitmq.client.Channel;
import io.logcast.rabbitmq.incoming.BrokerDelivery.Disposition;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * The deliveries of one AMQP channel in their order, so that consecutive acks are sent as one. Bounded by the prefetch.
 */
final class AckLedger {

    /** Guarded by itself: deliveries since the last flush. */
    private final List<BrokerDelivery> arrived = new ArrayList<>();
    /** Deliveries that the last flush left, in order; used by the flushing thread only. */
    private final ArrayDeque<BrokerDelivery> outstanding = new ArrayDeque<>();

    private final AtomicInteger unsent = new AtomicInteger();
    /** How many settlements the last flush kept. */
    private volatile int kept;
    /** Settlements behind this delivery are no longer kept; used by the flushing thread only. */
    private @Nullable BrokerDelivery overdue;
    /** The first delivery that the last flush left. */
    private volatile @Nullable BrokerDelivery oldest;

    void add(BrokerDelivery delivery) {
        synchronized (arrived) {
            arrived.add(delivery);
        }
    }

    int settledSinceFlush() {
        return unsent.get() - kept;
    }

    void settled() {
        unsent.incrementAndGet();
    }

    /** How long the oldest delivery that the last flush left has been open (ns); 0 if it left none. */
    long oldestFor(long now) {
        var first = oldest;
        return first != null && first.settlement() == Disposition.OPEN ? now - first.takenAt : 0;
    }

    /** Takes open deliveries from before that moment back from the application; the next flush requeues them. */
    int takeBack(long takenBefore) {
        takeArrived();
        int count = 0;
        for (var delivery : outstanding) {
            if (delivery.takenAt - takenBefore >= 0) {
                break;
            }
            if (delivery.takeBack()) {
                count++;
            }
        }
        unsent.addAndGet(count);
        return count;
    }

    /**
     * Sends settlements: the run of settled deliveries at the beginning with one {@code basic.ack} for many, those
     * behind an open delivery one by one, unless they are kept: once that delivery is settled, they are part of a run.
     *
     * @param mostKept the most settlements to keep; if there are more, all are sent, and later flushes keep none behind
     *     the delivery that is open now
     * @return how many were kept
     */
    int flush(Channel channel, int mostKept) throws IOException {
        // Read first: what is counted now is settled, and what is settled later causes another flush.
        int due = unsent.get();
        takeArrived();
        long ackedUpTo = 0;
        int sent = 0;
        for (var first = outstanding.peek(); sent < due && first != null; first = outstanding.peek()) {
            var settlement = first.settlement();
            if (settlement == Disposition.OPEN) {
                if (due - sent > mostKept || first == overdue) {
                    overdue = first;
                    sent += flushBehindOpen(channel, due - sent);
                }
                break;
            }
            outstanding.remove();
            sent++;
            if (settlement == Disposition.ACK) {
                ackedUpTo = first.tag();
            } else {
                send(channel, first, settlement);
            }
        }
        unsent.addAndGet(-sent);
        kept = due - sent;
        oldest = outstanding.peek();
        if (ackedUpTo > 0) {
            // Earlier rejections have been sent by now, so this covers acks only.
            channel.basicAck(ackedUpTo, true);
        }
        return kept;
    }

    /** Sends the settlements that are due one by one; open deliveries stay. */
    private int flushBehindOpen(Channel channel, int due) throws IOException {
        int sent = 0;
        for (var deliveries = outstanding.iterator(); sent < due && deliveries.hasNext(); ) {
            var delivery = deliveries.next();
            var settlement = delivery.settlement();
            if (settlement != Disposition.OPEN) {
                deliveries.remove();
                sent++;
                send(channel, delivery, settlement);
            }
        }
        return sent;
    }

    private static void send(Channel channel, BrokerDelivery delivery, Disposition settlement) throws IOException {
        switch (settlement) {
            case ACK -> channel.basicAck(delivery.tag(), false);
            case REQUEUE, TAKEN_BACK -> channel.basicReject(delivery.tag(), true);
            case REJECT -> channel.basicReject(delivery.tag(), false);
            case OPEN -> throw new IllegalStateException("Open deliveries are not sent");
        }
    }

    private void takeArrived() {
        synchronized (arrived) {
            outstanding.addAll(arrived);
            arrived.clear();
        }
    }
}
