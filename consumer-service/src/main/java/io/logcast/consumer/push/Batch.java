package io.logcast.consumer.push;

import io.logcast.consumer.subscriptions.Subscription;
import io.logcast.consumer.subscriptions.delivery.HeldMessage;
import io.logcast.consumer.subscriptions.delivery.HeldMessage.HandedOut;
import io.logcast.consumer.webhooks.WebhookBatch;
import java.time.Duration;
import java.util.List;

/** One message of the queue on its way to the target. The lock of its pusher guards it. */
final class Batch {

    // A target may be away for weeks, and the broker drops a message after a number of deliveries.
    private static final int MOST_COUNTED_DELIVERIES = Subscription.DELIVERY_LIMIT * 9 / 10;

    private static final int MOST_REFUSALS = 5;
    private static final long REFUSAL_PAUSE_NANOS = Duration.ofSeconds(1).toNanos();
    /** A batch is sent within this time after it becomes due. */
    private static final long LATE_NANOS = Duration.ofSeconds(2).toNanos();

    private final Lane lane;
    private final HeldMessage message;
    private final List<HandedOut> events;
    private final WebhookBatch content;
    private final long heldUntil;
    private boolean sending;
    private int refusals;
    private long dueAt;

    /**
     * @param lane the consumer that delivered the message
     * @param heldUntil when the message goes back to the queue ({@link System#nanoTime()})
     */
    Batch(Lane lane, HeldMessage message, List<HandedOut> events, long now, long heldUntil) {
        this.lane = lane;
        this.message = message;
        this.events = events;
        this.content = WebhookBatch.of(
                events.stream().map(HandedOut::event).toList(),
                message.received().delivery().replay(),
                message.received().bytes());
        this.dueAt = now;
        this.heldUntil = heldUntil;
    }

    Lane lane() {
        return lane;
    }

    WebhookBatch content() {
        return content;
    }

    boolean isHeld() {
        return message.isHeld();
    }

    boolean isSending() {
        return sending;
    }

    void sending(boolean now) {
        sending = now;
    }

    /** Whether it waits, and may be sent. */
    boolean isDue(long now) {
        return !sending && isHeld() && now - dueAt >= 0;
    }

    /**
     * Whether a request that begins now would end before the message goes back to the queue. Otherwise it could be sent
     * twice.
     */
    boolean hasTimeFor(Duration request, long now) {
        return heldUntil - now >= request.toNanos();
    }

    /** Whether it waits for its first attempt. */
    boolean isUnsent() {
        return refusals == 0 && !sending;
    }

    /** Whether the target has refused it, and it waits for its next attempt. */
    boolean isWaitingAgain() {
        return refusals > 0 && !sending;
    }

    /**
     * Counts a refusal by the target, and schedules the next attempt. False if there is none, since the target has
     * refused it too often or the message goes back to the queue too soon.
     *
     * @param request how long a request may take
     */
    boolean waitAfterRefusal(Duration request, long now) {
        refusals++;
        var latest = heldUntil - request.toNanos() - LATE_NANOS;
        dueAt = now + Math.min(REFUSAL_PAUSE_NANOS << (refusals - 1), latest - now);
        return refusals < MOST_REFUSALS && latest - now >= 0;
    }

    void ack() {
        events.forEach(event -> message.ack(event.index()));
    }

    /** Makes its events dead letters. */
    void reject(String reason) {
        events.forEach(event -> message.reject(event.index(), reason));
    }

    /** Whether it was delivered so often that the broker may soon drop it. */
    boolean cameTooOften() {
        return message.received().delivery().attempts() > MOST_COUNTED_DELIVERIES;
    }

    void giveBack() {
        if (cameTooOften()) {
            postpone();
        } else {
            message.giveBackAll();
        }
    }

    /** Moves it to the end of the queue, unless it has been given back already. */
    void postpone() {
        if (isHeld()) {
            message.postpone();
        }
    }
}
