package io.logcast.consumer.push;

import io.logcast.consumer.subscriptions.Subscription;
import io.logcast.consumer.subscriptions.delivery.QueueReader;
import io.logcast.consumer.subscriptions.delivery.Received;
import io.logcast.consumer.webhooks.WebhookResult;
import io.logcast.consumer.webhooks.WebhookResult.Delivered;
import io.logcast.consumer.webhooks.WebhookResult.Refused;
import io.logcast.consumer.webhooks.WebhookResult.Retry;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ThreadLocalRandom;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * This replica's part in pushing one subscription. While the target takes what it gets, several messages are on their way. While it
 * does not, at most one is held here, and tried again after growing pauses; all others wait in the queue.
 *
 * <p>If the events have to stay in order, the broker delivers to one replica only, one message at a time: until that one's channel
 * ends.
 */
final class Pusher {

    private static final Logger LOG = Logger.getLogger(Pusher.class);

    private static final int MOST_AT_A_TIME = 8;
    private static final int MOST_REFUSALS = 5;
    private static final long REFUSAL_PAUSE_NANOS = Duration.ofSeconds(1).toNanos();

    private final String name;
    private final Surroundings around;
    private final BackOff backOff =
            new BackOff(() -> ThreadLocalRandom.current().nextDouble());
    private final Batches batches = new Batches();

    private Subscription subscription;
    private @Nullable Lane lane;
    private @Nullable QueueReader reader;
    private boolean stopping;
    private boolean closed;

    Pusher(Subscription subscription, Surroundings around) {
        this.name = subscription.name();
        this.subscription = subscription;
        this.around = around;
    }

    /** Whether it serves this subscription, and not a deleted one of the same name. */
    synchronized boolean serves(Subscription wanted) {
        return !stopping && Objects.equals(subscription.generation(), wanted.generation());
    }

    /** Whether the target took nothing at the last attempt. Does not wait. */
    boolean isFailing() {
        return backOff.isOn();
    }

    /** Whether it has stopped, and has nothing left. */
    synchronized boolean isClosed() {
        return closed;
    }

    /** A changed target is tried at once. */
    synchronized void update(Subscription changed) {
        if (!subscription.equals(changed)) {
            subscription = changed;
            recovered();
        }
    }

    /** Begins what is due. To be called about every second; waits for the broker. */
    synchronized void tick(long now) throws SQLException {
        batches.prune();
        if (stopping) {
            closeIfDone();
            return;
        }
        // Those that began before it was pushed; the room that they take is needed too.
        around.readers().endReaders(name);
        if (backOff.isOn()) {
            tryAgain(now);
        } else {
            batches.due(now).forEach(this::send);
            consume(
                    subscription.keepsOrder()
                            ? 1
                            : Math.min(MOST_AT_A_TIME, around.readers().step()));
        }
    }

    private void tryAgain(long now) throws SQLException {
        if (!around.readers().hasRoom() && !subscription.keepsOrder()) {
            // Others need the room more.
            batches.giveBackWaiting();
        }
        if (!backOff.isOver(now) || batches.isAnySending()) {
            return;
        }
        if (batches.isEmpty()) {
            consume(1);
        } else {
            send(batches.probe());
        }
    }

    /** Has a consumer for that many messages, unless this replica has no room for them. */
    private void consume(int prefetch) throws SQLException {
        // The step of the readers changes all the time, so only the consumer of a probe is replaced.
        var isEnough = lane != null && (lane.prefetch() > 1 || prefetch == 1);
        if (isEnough || !around.readers().hasRoom()) {
            return;
        }
        cancelLane();
        around.readers().use(subscription, from -> {
            var next = new Lane(from, "push-" + UUID.randomUUID(), prefetch, around.workers(), this);
            from.consume(next.tag(), prefetch, next);
            // What arrives meanwhile waits for this lock.
            reader = from;
            lane = next;
        });
    }

    private void cancelLane() {
        var last = lane;
        lane = null;
        if (last != null) {
            last.cancel();
        }
    }

    /** A message has come. */
    synchronized void arrived(Lane from, Received received) {
        if (from != lane || stopping) {
            if (!subscription.keepsOrder()) {
                from.reader().requeue(received);
            }
            // Otherwise its channel is about to end, which gives it back to where it was.
            return;
        }
        var message = from.reader().hold(received, around.readers().longestTimes(), false);
        var events = message.handOut(Integer.MAX_VALUE);
        if (events.isEmpty()) {
            return;
        }
        var now = System.nanoTime();
        var batch = new Batch(message, events, now);
        batches.add(batch);
        if (!backOff.isOn()) {
            send(batch);
        }
        // Otherwise the next tick makes it the probe.
    }

    /** No more messages come: its channel is gone, or the broker or the service has ended it. */
    synchronized void ended(Lane ended) {
        if (ended != lane) {
            return;
        }
        if (ended.reader().isOpen()) {
            stop();
        } else {
            lane = null;
        }
    }

    private void send(Batch batch) {
        batch.sending(true);
        var target = Objects.requireNonNull(subscription.push()).target();
        around.send(target, batch.content(), (attempt, result) -> done(batch, attempt, result));
    }

    private synchronized void done(Batch batch, Attempt attempt, WebhookResult result) {
        around.attempts().add(name, attempt);
        batch.sending(false);
        if (!batches.has(batch)) {
            batches.remove(batch);
        } else if (result instanceof Delivered) {
            recovered();
            batches.remove(batch);
            batch.ack();
        } else if (result instanceof Refused refused) {
            recovered();
            refused(batch, refused);
        } else if (result instanceof Retry retry) {
            failed(batch, retry.reason(), retry.retryAfter());
        } else {
            gone(batch);
        }
        if (stopping) {
            closeIfDone();
        }
    }

    private void recovered() {
        if (backOff.isOn()) {
            LOG.infof("Subscription %s is pushed again", name);
        }
        backOff.reset();
        batches.endProbing();
    }

    private void failed(Batch batch, String reason, Optional<Duration> retryAfter) {
        if (!backOff.isOn()) {
            LOG.warnf("The target of subscription %s takes nothing: %s", name, reason);
            batches.makeProbe(batch);
        }
        if (batches.isProbe(batch)) {
            backOff.failed(System.nanoTime(), retryAfter);
        }
        if (!subscription.keepsOrder()) {
            cancelLane();
        }
        if (!batches.isProbe(batch) || batch.cameTooOften()) {
            batches.giveBack(batch);
        }
    }

    /** Other messages go on meanwhile, unless they have to stay in order. */
    private void refused(Batch batch, Refused refused) {
        var times = batch.refused();
        if (times >= MOST_REFUSALS || !refused.mayRetry()) {
            around.attempts().deadLettered(batch.content().events().size());
            batches.remove(batch);
            batch.reject("push: " + refused.reason());
        } else {
            batch.waitUntil(System.nanoTime() + (REFUSAL_PAUSE_NANOS << (times - 1)));
        }
    }

    private void gone(Batch batch) {
        try {
            around.table().pauseIfUnchanged(subscription);
            LOG.warnf("Subscription %s is paused: its target answered 410", name);
            stop();
        } catch (SQLException e) {
            // No replica goes on without knowing of it: the target is asked again.
            failed(batch, "410, and the pause cannot be stored: " + e.getMessage(), Optional.empty());
        }
    }

    /** Sends nothing more, and gives back what waits; what is on its way is still settled. */
    synchronized void stop() {
        if (stopping) {
            return;
        }
        stopping = true;
        if (!subscription.keepsOrder()) {
            cancelLane();
        }
        closeIfDone();
    }

    private void closeIfDone() {
        if (!subscription.keepsOrder()) {
            batches.giveBackWaiting();
        }
        if (closed || batches.isAnySending()) {
            return;
        }
        closed = true;
        if (subscription.keepsOrder() && reader != null) {
            // Ends the consumer and returns its message in one step: another replica must not get the next one before.
            reader.close();
        }
    }
}
