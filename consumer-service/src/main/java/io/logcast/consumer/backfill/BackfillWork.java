package io.logcast.consumer.backfill;

import io.logcast.consumer.archive.table.Arrivals.Arrival;
import io.logcast.consumer.backfill.Backfill.State;
import io.logcast.consumer.filters.LogFilter;
import io.logcast.consumer.subscriptions.BrokerAwayException;
import io.logcast.consumer.subscriptions.Subscription;
import io.logcast.rabbitmq.PublishException;
import io.logcast.rabbitmq.PublishException.Reason;
import io.logcast.rabbitmq.connection.Faults;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.Objects;
import java.util.UUID;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * Works on a replay that this replica has claimed. Its steps run one after the other: each reads some events, publishes
 * them, and stores the position once the broker has confirmed them. So after a crash the events of one step may be sent
 * twice, and none is left out.
 */
final class BackfillWork implements Runnable {

    private static final Logger LOG = Logger.getLogger(BackfillWork.class);
    /** How many events a step looks at. */
    static final int MOST_ROWS = 1_000;

    private static final int LEAST_ROWS = 100;
    private static final int STEPS_PER_SECOND = 4;
    private static final long NANOS_PER_SECOND = 1_000_000_000L;
    private static final Duration SOON = Duration.ofMillis(500);
    private static final Duration RETRY = Duration.ofSeconds(1);
    // While there is nothing to send, the broker is asked for the room in the queue only this often.
    private static final long ROOM_NANOS = NANOS_PER_SECOND;
    private static final long RENEWED_NANOS = BackfillTable.CLAIMED.dividedBy(4).toNanos();

    private final Backfills all;
    private final Backfill backfill;
    private final UUID owner;
    private final LogFilter filter;
    private final Limit limit;
    private Arrival position;
    /** What the queue had room for at {@code roomAt}; null if it has to be asked. */
    private @Nullable Room room;

    private long roomAt;
    /** What it waits for, as it is stored. */
    private @Nullable String detail;
    /** When the claim was renewed last ({@link System#nanoTime()}). */
    private long storedAt = System.nanoTime();
    /** When it began to wait for room ({@link System#nanoTime()}). */
    private @Nullable Long waitsSince;

    BackfillWork(Backfills all, Backfill backfill, UUID owner) {
        this.all = all;
        this.backfill = backfill;
        this.owner = owner;
        this.filter = backfill.logFilter();
        this.limit = new Limit(all, backfill, owner);
        this.position = backfill.position();
        this.detail = backfill.detail();
    }

    UUID owner() {
        return owner;
    }

    @Override
    public void run() {
        @Nullable Duration pause = RETRY;
        try {
            pause = isClaimed() ? tryStep() : null;
        } catch (SQLException e) {
            LOG.debugf(e, "The replay to %s waits for the database", backfill.subscription());
        } catch (RuntimeException | Error e) {
            Faults.report("The replay to " + backfill.subscription(), e);
        }
        if (pause == null) {
            all.ended(this);
        } else {
            all.later(this, pause);
        }
    }

    /** Renews the claim from time to time, also while nothing is sent; false if it is lost, or the replay has ended. */
    private boolean isClaimed() throws SQLException {
        return System.nanoTime() - storedAt < RENEWED_NANOS || store(position, 0);
    }

    /** False if the claim is lost, or the replay has ended. */
    private boolean store(Arrival reached, int sent) throws SQLException {
        var now = System.nanoTime();
        if (!all.table.advance(backfill, owner, reached, sent, detail)) {
            return false;
        }
        storedAt = now;
        position = reached;
        return true;
    }

    private @Nullable Duration tryStep() throws SQLException {
        try {
            return step();
        } catch (BrokerAwayException | PublishException e) {
            LOG.debugf(e, "The replay to %s waits for the broker", backfill.subscription());
            return await(
                    e instanceof PublishException failure
                            ? "The broker does not take an event: " + failure.reason()
                            : "The broker does not answer",
                    RETRY);
        }
    }

    /** Returns how long to wait before the next step; null if none follows here. */
    private @Nullable Duration step() throws SQLException {
        var begun = System.nanoTime();
        var subscription = all.subscriptions.find(backfill.subscription()).orElse(null);
        if (subscription == null) {
            return end(State.STOPPED, "The subscription was deleted");
        }
        if (!backfill.generation().equals(subscription.generation())) {
            return end(State.STOPPED, "The subscription was deleted, and another one has its name now");
        }
        var upTo = limit.now(position);
        if (Limit.isReached(position, upTo)) {
            return reached(upTo, SOON);
        }
        if (room == null || begun - roomAt > ROOM_NANOS) {
            var queue = all.queues.state(subscription.name());
            if (queue.isEmpty()) {
                return restored(subscription);
            }
            room = Room.in(subscription.maxMessages(), subscription.maxBytes(), queue.get());
            roomAt = begun;
        }
        if (room.messages() == 0) {
            room = null;
            return waitForReaders(subscription);
        }
        waitsSince = null;
        var pause = send(subscription, room, upTo, begun);
        return pause != null && Limit.isReached(position, upTo)
                ? reached(upTo, pause.compareTo(SOON) > 0 ? pause : SOON)
                : pause;
    }

    private @Nullable Duration reached(Instant upTo, Duration pause) throws SQLException {
        return switch (limit.after(upTo)) {
            case MORE -> await("Events are still being archived", pause);
            case END -> end(State.DONE, null);
            case CLAIM_LOST -> null;
        };
    }

    private @Nullable Duration send(Subscription subscription, Room most, Instant upTo, long begun)
            throws SQLException {
        var mostEvents = Math.max(1, Math.min(MOST_ROWS, backfill.rate() / STEPS_PER_SECOND));
        var rows = Math.max(LEAST_ROWS, mostEvents);
        var batch = Batch.of(
                all.arrivals.step(filter, position, upTo, rows),
                position,
                all.sender.taken(subscription),
                mostEvents,
                most);
        try {
            all.sender.send(subscription, backfill.id(), batch.messages());
        } catch (PublishException e) {
            if (e.reason() == Reason.UNROUTABLE) {
                return restored(subscription);
            }
            throw e;
        }
        if (batch.events() == 0) {
            // Stored when the claim is renewed.
            position = batch.end();
            return Duration.ZERO;
        }
        room = null;
        all.sent(batch.events());
        detail = null;
        if (!store(batch.end(), batch.events())) {
            return null;
        }
        var due = begun + batch.events() * NANOS_PER_SECOND / backfill.rate();
        return Duration.ofNanos(Math.max(0, due - System.nanoTime()));
    }

    /** The broker has lost the queue, or its binding. */
    private @Nullable Duration restored(Subscription subscription) throws SQLException {
        return all.subscriptions.restore(subscription)
                ? await("The broker has lost the queue or its binding", RETRY)
                : end(State.STOPPED, "The subscription " + (subscription.durable() ? "was deleted" : "has expired"));
    }

    private @Nullable Duration waitForReaders(Subscription subscription) throws SQLException {
        var now = System.nanoTime();
        waitsSince = Objects.requireNonNullElse(waitsSince, now);
        var patience = subscription.patience();
        return now - waitsSince > patience.toNanos()
                ? end(State.STOPPED, "The queue was half full for " + patience.toSeconds() + " seconds")
                : await("The queue is half full", SOON);
    }

    /** Says what it waits for. */
    private @Nullable Duration await(String what, Duration pause) throws SQLException {
        if (what.equals(detail)) {
            return pause;
        }
        detail = what;
        return store(position, 0) ? pause : null;
    }

    private @Nullable Duration end(State state, @Nullable String why) throws SQLException {
        all.table.end(backfill, owner, position, state, why);
        LOG.infof("The replay to %s has ended: %s", backfill.subscription(), why == null ? state : why);
        return null;
    }
}
