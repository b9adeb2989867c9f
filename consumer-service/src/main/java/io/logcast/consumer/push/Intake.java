package io.logcast.consumer.push;

import io.logcast.consumer.subscriptions.Subscription;
import io.logcast.consumer.subscriptions.delivery.QueueReader;
import java.sql.SQLException;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** How a pusher gets messages: one consumer at a time. The pusher's lock guards it. */
final class Intake {

    private final Pusher pusher;
    private final Surroundings around;
    private final Batches batches;
    private @Nullable Lane lane;
    private @Nullable QueueReader reader;

    Intake(Pusher pusher, Surroundings around, Batches batches) {
        this.pusher = pusher;
        this.around = around;
        this.batches = batches;
    }

    /** Whether it is the current consumer. */
    boolean is(Lane other) {
        return lane == other;
    }

    /**
     * Makes sure that there is a suitable consumer, unless this replica has no room for messages. Waits for the broker.
     */
    void open(Subscription subscription, int prefetch) throws SQLException {
        if (isEnough(subscription, prefetch) || !around.readers().hasRoom()) {
            return;
        }
        cancel();
        around.readers().use(subscription, from -> {
            var next = new Lane(from, "push-" + UUID.randomUUID(), prefetch, around.workers(), pusher);
            from.consume(next.tag(), prefetch, next);
            // What arrives meanwhile waits for the pusher's lock.
            reader = from;
            lane = next;
        });
    }

    private boolean isEnough(Subscription subscription, int prefetch) {
        var current = lane;
        // The wanted prefetch changes all the time (QueueReaders.step()), so only a probe's consumer, whose prefetch is
        // 1, is replaced by one with a larger prefetch.
        return current != null
                && (current.prefetch() > 1 || prefetch == 1)
                && (subscription.keepsOrder() || !isTakenUp(current));
    }

    /**
     * Whether refused messages that wait for their next attempt use up half of the consumer's prefetch. Then another
     * consumer brings others, and the refused ones stay here.
     */
    private boolean isTakenUp(Lane current) {
        return 2 * batches.waitingAgain(current) >= current.prefetch()
                && !batches.areTooManyWaitingAgain()
                // The messages of all subscriptions that wait like this must leave room for others.
                && around.readers().isHalfFree();
    }

    /** Cancels the consumer; no more messages arrive. Waits for the broker. */
    void cancel() {
        var last = lane;
        lane = null;
        if (last != null) {
            last.cancel();
        }
    }

    /** The consumer has lost its channel. */
    void lost() {
        lane = null;
    }

    /** Ends the consumer and returns its messages in one step. Waits for the broker. */
    void close() {
        if (reader != null) {
            reader.close();
        }
    }
}
