package io.logcast.consumer.subscriptions.delivery;

import io.logcast.consumer.messages.Delivery;
import io.logcast.consumer.subscriptions.Subscription;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * The age and the count of deliveries, which a part of a message keeps when it goes back to its queue as a message of
 * its own. The broker would reset both, so an event that nobody acknowledges would circulate forever.
 *
 * @param left how much longer it may wait; not positive if its time is over
 * @param expiresAt when that time is over
 * @param deliveries how often it was delivered
 */
record Journey(Duration left, Instant expiresAt, int deliveries) {

    // The same as that of subscriptions' queues.
    private static final int DELIVERY_LIMIT = Subscription.DELIVERY_LIMIT;

    static Journey of(Received received, Duration ttl, Instant now) {
        var delivery = received.delivery();
        var expiresAt = delivery.headers().get(Delivery.EXPIRES_AT) instanceof Number millis
                ? Instant.ofEpochMilli(millis.longValue())
                : sentAt(received, now).plus(ttl);
        var latest = now.plus(ttl);
        var end = expiresAt.isAfter(latest) ? latest : expiresAt;
        return new Journey(Duration.between(now, end), end, delivery.attempts());
    }

    /** When it came into the queue, by the producer's timestamp: only messages of our producer are split into parts. */
    private static Instant sentAt(Received received, Instant now) {
        var sent = received.delivery().properties().timestamp();
        // AMQP's timestamps are in whole seconds.
        return sent == null ? now : sent.plusSeconds(1);
    }

    /** Why it must not go back, in the broker's words; empty if it may go back. */
    Optional<String> end() {
        if (left.toMillis() <= 0) {
            return Optional.of("expired");
        }
        return deliveries >= DELIVERY_LIMIT ? Optional.of("delivery_limit") : Optional.empty();
    }
}
