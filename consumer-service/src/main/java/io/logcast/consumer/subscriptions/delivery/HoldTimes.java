package io.logcast.consumer.subscriptions.delivery;

import java.time.Duration;

/**
 * How long a replica keeps a message. If a message is not acknowledged within the broker's consumer timeout, the broker
 * closes the channel, and its subscribers lose everything that they hold. So the remaining events of a message go back
 * before that.
 *
 * @param limit after this, the whole message is requeued as it is (ns)
 * @param ackDeadline an event that is not acknowledged for this long after it was handed out goes to another reader
 *     (ns)
 */
public record HoldTimes(long limit, long ackDeadline) {

    static HoldTimes of(Duration limit, Duration ackDeadline) {
        // Otherwise no event could be handed out.
        return new HoldTimes(limit.toNanos(), Math.min(ackDeadline.toNanos(), limit.toNanos() / 2));
    }

    /** Until when its events are handed out, so that each has its whole deadline. */
    long lastHandOut(long arrivedAt) {
        return arrivedAt + limit - limit / 4 - ackDeadline;
    }

    /** When the whole message is requeued. Its remaining events have had a quarter of the time to be published. */
    long end(long arrivedAt) {
        return arrivedAt + limit;
    }
}
