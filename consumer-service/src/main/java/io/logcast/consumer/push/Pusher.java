package io.logcast.consumer.push;

import io.logcast.consumer.subscriptions.BrokerAwayException;
import io.logcast.consumer.subscriptions.Subscription;
import io.logcast.consumer.subscriptions.delivery.Received;
import io.logcast.consumer.webhooks.WebhookResult;
import io.logcast.consumer.webhooks.WebhookResult.Delivered;
import io.logcast.consumer.webhooks.WebhookResult.Refused;
import io.logcast.consumer.webhooks.WebhookResult.Retry;
import io.logcast.consumer.webhooks.WebhookTarget;
import java.sql.SQLException;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.ThreadLocalRandom;
import org.jboss.logging.Logger;

/**
 * This replica's part in pushing one subscription. Normally several messages are on their way. While the target fails,
 * only one is retried, after growing pauses; the others wait in the queue, or, if they were refused, here. If the
 * target keeps answering that one with errors, another takes its place: the target may be unable to take just this one.
 *
 * <p>If the events have to stay in order, the broker delivers one message at a time to a single replica, until that
 * replica's channel ends.
 */
final class Pusher {

    private static final Logger LOG = Logger.getLogger(Pusher.class);

    private static final int MOST_AT_A_TIME = 8;

    private final String name;
    private final Surroundings around;
    private final BackOff backOff =
            new BackOff(() -> ThreadLocalRandom.current().nextDouble());
    private final Batches batches = new Batches();
    private final Intake intake;

    private Subscription subscription;
    private boolean stopping;
    private boolean closed;

    Pusher(Subscription subscription, Surroundings around) {
        this.name = subscription.name();
        this.subscription = subscription;
        this.around = around;
        this.intake = new Intake(this, around, batches);
    }

    /** Whether it serves this subscription, and not a deleted one of the same name. */
    synchronized boolean serves(Subscription wanted) {
        return !stopping && Objects.equals(subscription.generation(), wanted.generation());
    }

    /** Whether the target is failing. Does not wait. */
    boolean isFailing() {
        return backOff.isOn();
    }

    /** Whether it has stopped, and has nothing left. */
    synchronized boolean isClosed() {
        return closed;
    }

    /** A changed target is tried at once. */
    synchronized void update(Subscription changed) {
        var isOther = !Objects.equals(subscription.push(), changed.push());
        subscription = changed;
        if (isOther) {
            recovered();
        }
    }

    /**
     * Sends and consumes what is due. To be called about every second, and when a request has ended. Waits for the
     * broker.
     */
    synchronized void tick() {
        // Read only now, since waiting for the lock may have taken long.
        var now = System.nanoTime();
        batches.prune();
        if (stopping) {
            closeIfDone();
            return;
        }
        // Ends readers that began before it was known that the subscription is pushed.
        around.readers().endReaders(name);
        try {
            if (backOff.isOn()) {
                tryAgain(now);
            } else {
                sendDue(now);
                intake.open(
                        subscription, Math.min(mostAtATime(), around.readers().step()));
            }
        } catch (SQLException | BrokerAwayException e) {
            LOG.debugf(e, "The queue of subscription %s cannot be read now", name);
        } catch (RuntimeException e) {
            LOG.warnf(e, "Subscription %s cannot be pushed now", name);
        }
    }

    private int mostAtATime() {
        return subscription.keepsOrder() ? 1 : MOST_AT_A_TIME;
    }

    private void tryAgain(long now) throws SQLException {
        if (!around.readers().hasRoom() && !subscription.keepsOrder()) {
            // Subscriptions whose targets take events need the room more.
            batches.giveBackWaiting();
        }
        if (!backOff.isOver(now) || batches.sending() > 0) {
            return;
        }
        if (batches.isEmpty()) {
            intake.open(subscription, 1);
        } else {
            sendInTime(batches.probe(now), now);
        }
    }

    /** Sends waiting messages, as many as may be on their way at a time. */
    private void sendDue(long now) {
        for (var batch : batches.due(now)) {
            if (!sendInTime(batch, now)) {
                return;
            }
        }
    }

    /** False if it has to wait until others have ended. */
    private boolean sendInTime(Batch batch, long now) {
        var sending = batches.sending();
        if (!batch.hasTimeFor(around.deadline(), now)) {
            batches.giveBack(batch);
        } else if (sending < mostAtATime() && around.sends().begin(sending)) {
            send(batch);
        } else {
            return false;
        }
        return true;
    }

    /** A message has come. */
    synchronized void arrived(Lane from, Received received) {
        if (!intake.is(from) || stopping) {
            if (!subscription.keepsOrder()) {
                from.reader().requeue(received);
            }
            // Otherwise its channel is about to end, and the broker puts it back in its place in the queue.
            return;
        }
        var now = System.nanoTime();
        var times = around.readers().longestTimes();
        var message = from.reader().hold(received, times, false);
        var events = message.handOut(Integer.MAX_VALUE);
        if (events.isEmpty()) {
            return;
        }
        batches.add(new Batch(from, message, events, now, now + times.ackDeadline()));
        if (!backOff.isOn()) {
            sendDue(now);
        }
        // Otherwise a later tick sends it.
    }

    /** No more messages come: its channel is gone, or the broker or the service has ended it. */
    synchronized void ended(Lane ended) {
        if (!intake.is(ended)) {
            return;
        }
        if (ended.reader().isOpen()) {
            stop();
        } else {
            intake.lost();
        }
    }

    private WebhookTarget target() {
        return Objects.requireNonNull(subscription.push()).target();
    }

    private void send(Batch batch) {
        batch.sending(true);
        var target = target();
        around.send(target, batch.content(), (attempt, result) -> done(batch, target, attempt, result));
    }

    private synchronized void done(Batch batch, WebhookTarget target, Attempt attempt, WebhookResult result) {
        around.attempts().add(name, attempt);
        batch.sending(false);
        // Otherwise it is due again: the current target may want what the former one did not.
        if (result instanceof Delivered || target.equals(target())) {
            decide(batch, result);
        }
        tick();
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

    /** Applies even if the message is no longer held: the target failed all the same. */
    private void failed(Batch batch, Retry retry) {
        if (!backOff.isOn()) {
            LOG.warnf("The target of subscription %s does not accept events: %s", name, retry.reason());
            batches.makeProbe(batch);
        }
        if (!subscription.keepsOrder()) {
            intake.cancel();
            batches.giveBackUnsent();
        }
        if (batches.isProbe(batch)) {
            probeFailed(batch, retry, System.nanoTime());
        } else {
            batches.giveBack(batch);
            backOff.asked(System.nanoTime(), retry.retryAfter());
        }
    }

    private void probeFailed(Batch batch, Retry retry, long now) {
        if (retry.answered() && !subscription.keepsOrder() && batches.probeAnswered(batch)) {
            batches.postponeProbe(batch);
            backOff.failedAnew(now, retry.retryAfter());
            return;
        }
        if (batch.cameTooOften()) {
            batches.giveBack(batch);
        }
        backOff.failed(now, retry.retryAfter());
    }

    /** Other messages go on meanwhile, unless they have to stay in order. */
    private void refused(Batch batch, Refused refused) {
        if (batches.has(batch)
                && !(refused.mayRetry() && batch.waitAfterRefusal(around.deadline(), System.nanoTime()))) {
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
            // Without the stored pause, the other replicas would not stop, so the target is tried again.
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
            intake.cancel();
        }
        closeIfDone();
    }

    private void closeIfDone() {
        if (stopping && !subscription.keepsOrder()) {
            batches.giveBackWaiting();
        }
        if (!stopping || closed || batches.sending() > 0) {
            return;
        }
        closed = true;
        if (subscription.keepsOrder()) {
            // Another replica must not get the next message before this replica's message is back in the queue.
            intake.close();
        }
    }
}
