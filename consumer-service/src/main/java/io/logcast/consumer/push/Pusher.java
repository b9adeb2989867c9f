package io.logcast.consumer.push;

import io.logcast.consumer.subscriptions.Subscription;
import io.logcast.consumer.subscriptions.delivery.QueueReader;
import io.logcast.consumer.subscriptions.delivery.Received;
import io.logcast.consumer.webhooks.WebhookResult;
import io.logcast.consumer.webhooks.WebhookResult.Delivered;
import io.logcast.consumer.webhooks.WebhookResult.Refused;
import io.logcast.consumer.webhooks.WebhookResult.Retry;
import io.logcast.consumer.webhooks.WebhookTarget;
import java.sql.SQLException;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ThreadLocalRandom;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * This replica's part in pushing one subscription. While the target takes what it gets, several messages are on their way. While it
 * does not, at most one is held here, and tried again after growing pauses; all others wait in the queue. If the target keeps
 * answering that one, another takes its place: the target may be unable to take just this one.
 *
 * <p>If the events have to stay in order, the broker delivers to one replica only, one message at a time: until that one's channel
 * ends.
 */
final class Pusher {

    private static final Logger LOG = Logger.getLogger(Pusher.class);

    private static final int MOST_AT_A_TIME = 8;

    private final String name;
    private final Surroundings around;
    private final BackOff backOff =
            new BackOff(() -> ThreadLocalRandom.current().nextDouble());
    private final Batches batches = new Batches();

    private volatile Subscription subscription;
    private @Nullable Lane lane;
    private @Nullable QueueReader reader;
    private volatile boolean stopping;
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
        // Readers that began before it was pushed: the push needs their events, and the room that they take.
        around.readers().endReaders(name);
        if (backOff.isOn()) {
            tryAgain(now);
        } else if (!isBusy()) {
            batches.due(now).forEach(this::send);
            consume(
                    subscription.keepsOrder()
                            ? 1
                            : Math.min(MOST_AT_A_TIME, around.readers().step()));
        }
    }

    /** Whether a request is on its way that the next message has to wait for. Its own message may be held no longer. */
    private boolean isBusy() {
        return subscription.keepsOrder() && batches.isAnySending();
    }

    private void tryAgain(long now) throws SQLException {
        if (!around.readers().hasRoom() && !subscription.keepsOrder()) {
            // Subscriptions whose targets take events need the room more.
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
        var batch = new Batch(message, events, System.nanoTime());
        batches.add(batch);
        if (!backOff.isOn() && !isBusy()) {
            send(batch);
        }
        // Otherwise a later tick sends it.
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

    private WebhookTarget target() {
        return Objects.requireNonNull(subscription.push()).target();
    }

    private void send(Batch batch) {
        batch.sending(true);
        around.send(
                batch.content(),
                // Not under the lock, which may be held for long.
                () -> stopping || !batch.isHeld() ? Optional.empty() : Optional.of(target()),
                (target, attempt, result) -> done(batch, target, attempt, result),
                () -> notSent(batch));
    }

    private synchronized void done(Batch batch, WebhookTarget target, Attempt attempt, WebhookResult result) {
        around.attempts().add(name, attempt);
        batch.sending(false);
        // Otherwise it is due again: what a former target does not want, the current one may.
        if (result instanceof Delivered || target.equals(target())) {
            decide(batch, result);
        }
        closeIfDone();
    }

    private synchronized void notSent(Batch batch) {
        batch.sending(false);
        closeIfDone();
    }

    private void decide(Batch batch, WebhookResult result) {
        var isDelivered = result instanceof Delivered;
        // An answer to a request that was sent before the target failed does not show that it works again.
        if (batches.isProbe(batch) && (isDelivered || result instanceof Refused)) {
            recovered();
        }
        if (isDelivered) {
            batches.remove(batch);
            batch.ack();
        } else if (result instanceof Refused refused) {
            refused(batch, refused);
        } else if (result instanceof Retry retry) {
            failed(batch, retry);
        } else {
            gone(batch);
        }
    }

    private void recovered() {
        if (backOff.isOn()) {
            LOG.infof("Subscription %s is pushed again", name);
        }
        backOff.reset();
        batches.endProbing();
    }

    /** Also if its message is no longer held: the target failed all the same. */
    private void failed(Batch batch, Retry retry) {
        if (!backOff.isOn()) {
            LOG.warnf("The target of subscription %s takes nothing: %s", name, retry.reason());
            batches.makeProbe(batch);
        }
        if (!subscription.keepsOrder()) {
            cancelLane();
        }
        if (batches.isProbe(batch)) {
            probeFailed(batch, retry);
        } else {
            batches.giveBack(batch);
        }
    }

    private void probeFailed(Batch batch, Retry retry) {
        if (retry.answered() && !subscription.keepsOrder() && batches.probeAnswered()) {
            batches.postponeProbe();
            backOff.reset();
        } else if (batch.cameTooOften()) {
            batches.giveBack(batch);
        }
        backOff.failed(System.nanoTime(), retry.retryAfter());
    }

    /** Other messages go on meanwhile, unless they have to stay in order. */
    private void refused(Batch batch, Refused refused) {
        if (batches.has(batch) && !(refused.mayRetry() && batch.waitAfterRefusal(System.nanoTime()))) {
            around.attempts().deadLettered(batch.content().events().size());
            batches.remove(batch);
            batch.reject("push: " + refused.reason());
        }
    }

    private void gone(Batch batch) {
        try {
            around.table().pauseIfUnchanged(subscription);
            LOG.warnf("Subscription %s is paused: its target answered 410", name);
            stop();
        } catch (SQLException e) {
            // No replica goes on without knowing of it: the target is asked again.
            failed(batch, new Retry("410, and the pause cannot be stored: " + e.getMessage(), Optional.empty()));
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
        if (stopping && !subscription.keepsOrder()) {
            batches.giveBackWaiting();
        }
        if (!stopping || closed || batches.isAnySending()) {
            return;
        }
        closed = true;
        if (subscription.keepsOrder() && reader != null) {
            // Ends the consumer and returns its message in one step: another replica must not get the next one before.
            reader.close();
        }
    }
}
