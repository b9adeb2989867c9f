package io.logcast.consumer.subscriptions.delivery;

import java.time.Duration;

/**
 * How long a replica keeps a message. The broker ends a channel, and so all that its subscribers hold, when one message is
 * not acknowledged within its consumer timeout; so the events that are left of a message go back before that.
 *
 * @param limit all of it goes back as it is, whatever becomes of its events (ns)
 * @param ackDeadline what is not acknowledged for this long after it was handed out goes to another (ns)
 */
record HoldTimes(long limit, long ackDeadline) {

    static HoldTimes of(Duration limit, Duration ackDeadline) {
        // Else no event could be handed out.
        return new HoldTimes(limit.toNanos(), Math.min(ackDeadline.toNanos(), limit.toNanos() / 2));
    }

    /** Until when its events are handed out, so that each has its whole deadline. */
    long lastHandOut(long arrivedAt) {
        return arrivedAt + limit - limit / 4 - ackDeadline;
    }

    /** When all of it goes back: what is left of it had a quarter of the time to be published. */
    long end(long arrivedAt) {
        return arrivedAt + limit;
    }
}
