package io.logcast.consumer.stream;

import static java.util.stream.Collectors.toSet;

import io.logcast.consumer.archive.table.ArchivedEvent;
import io.logcast.consumer.archive.table.Arrivals;
import io.logcast.consumer.archive.table.Arrivals.Arrival;
import io.logcast.consumer.filters.LogFilter;
import io.logcast.consumer.livetail.LiveEvent;
import io.logcast.rabbitmq.connection.Faults;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Objects;
import java.util.UUID;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * Sends one stream the events that its reader missed since its last event, from the archive in the order of arrival,
 * until the archive has passed the first event that the live tail has for it. Its steps run one after the other.
 *
 * <p>Batches are archived in parallel, so of two events the later one may arrive first. Therefore a step reads only
 * events that arrived longer ago than the overlap and before every open transaction of the archive: nothing can arrive
 * before them any more. The first step begins where the reader's last event was observed, since everything published
 * after that event also arrived after it was observed.
 *
 * <p>A batch of this replica that takes longer than the overlap, without being in a transaction, may have events that
 * are older than the first live event but arrive after it. The stream does not go live until the archive has passed the
 * end of such a batch too.
 */
final class Resumption implements Runnable {

    private static final Logger LOG = Logger.getLogger(Resumption.class);
    // Frames have a few bytes around the JSON.
    private static final int STEP_MEMORY = Arrivals.STEP_BYTES + 64 * 1024;
    private static final long SHORTEST_PAUSE_MILLIS = 100;
    private static final long LONGEST_PAUSE_MILLIS = 1_000;

    private final Resumptions all;

    private final EventStream stream;
    private final LogFilter filter;
    private final UUID last;
    private @Nullable Arrival position;
    /** Of events that arrived after this, the live tail may still bring copies. */
    private @Nullable Instant recentSince;

    private @Nullable String announced;
    private boolean waitsForLive;
    private long waitingSince;
    private Instant horizon = Instant.EPOCH;
    /** Events older than the horizon may still arrive after it. */
    private boolean hasLate;

    private long pause = SHORTEST_PAUSE_MILLIS;

    Resumption(Resumptions all, EventStream stream, LogFilter filter, UUID last) {
        this.all = all;
        this.stream = stream;
        this.filter = filter;
        this.last = last;
    }

    @Override
    public void run() {
        if (stream.isClosed()) {
            return;
        }
        try {
            step();
        } catch (SQLException e) {
            LOG.warnf("A resumed stream waits for the archive: %s", e.getMessage());
            await("waiting");
        } catch (RuntimeException | Error e) {
            Faults.report("A resumed stream", e);
            endWithGap("the replay failed");
        }
    }

    private void step() throws SQLException {
        var reach = all.horizon.now();
        horizon = reach.at();
        hasLate = reach.hasLate();
        if (recentSince == null) {
            recentSince = horizon;
        }
        var from = position == null ? begin() : position;
        if (from == null) {
            await("waiting");
            return;
        }
        if (from.at().isAfter(horizon)) {
            position = from;
            goOn(true, false, horizon);
            return;
        }
        if (!stream.reserve(STEP_MEMORY)) {
            // The memory for steps is in use: waits, so that other streams can catch up.
            all.later(this, LONGEST_PAUSE_MILLIS);
            return;
        }
        try {
            send(from, horizon);
        } catch (SQLException | RuntimeException e) {
            stream.giveBack(STEP_MEMORY);
            throw e;
        }
    }

    private void send(Arrival from, Instant horizon) throws SQLException {
        // Read before the step: what is archived meanwhile is for the next step.
        var isPast = isPastTheLiveBuffer(horizon);
        var step = all.arrivals.step(filter, from, horizon, Arrivals.STEP_ROWS);
        position = step.end();
        var isAtHorizon = step.end().equals(Arrival.endOf(horizon));
        var since = Objects.requireNonNull(recentSince);
        var recent = step.events().stream()
                .filter(arrived -> arrived.at().isAfter(since))
                .map(arrived -> arrived.event().id())
                .collect(toSet());
        var events = step.events().stream()
                .map(ArchivedEvent::event)
                .map(LiveEvent::new)
                .toList();
        stream.replay(events, STEP_MEMORY, recent, () -> all.later(() -> goOn(isAtHorizon, isPast, horizon), 0));
    }

    /** Where the reader left off; null as long as that event is not archived. */
    private @Nullable Arrival begin() throws SQLException {
        return all.events.find(last).map(this::before).orElse(null);
    }

    /**
     * Where to begin: when the event was observed, but not further before its arrival than a stream may wait.
     * Otherwise, if the archive was far behind, much of it would be sent again.
     */
    private Arrival before(ArchivedEvent seen) {
        var observed = seen.event().observedTimestamp();
        var earliest = seen.at().minus(all.archiveWait);
        var from = observed.isAfter(seen.at()) ? seen.at() : observed.isBefore(earliest) ? earliest : observed;
        return Arrival.endOf(from.minus(all.overlap));
    }

    private boolean isPastTheLiveBuffer(Instant horizon) throws SQLException {
        var first = stream.firstLive();
        return first != null
                && !hasLate
                && all.events
                        .find(first)
                        .filter(archived -> !archived.at().plus(all.overlap).isAfter(horizon))
                        .isPresent();
    }

    private void goOn(boolean isAtHorizon, boolean isPast, Instant horizon) {
        if (!isAtHorizon) {
            run();
        } else if (isPast) {
            end();
        } else {
            // If no events are held back, the stream is as good as live; an archive that is behind may still bring
            // some.
            await(stream.firstLive() == null && isQuiet(horizon) ? "live" : "waiting");
        }
    }

    private boolean isQuiet(Instant horizon) {
        return recentSince != null && !hasLate && !horizon.isBefore(recentSince.plus(all.overlap.multipliedBy(2)));
    }

    private void await(String state) {
        announce(state);
        var hasLive = stream.firstLive() != null;
        if (waitingSince == 0 || hasLive != waitsForLive) {
            waitsForLive = hasLive;
            waitingSince = System.nanoTime();
            pause = SHORTEST_PAUSE_MILLIS;
        }
        if (System.nanoTime() - waitingSince < all.archiveWait.toNanos()) {
            pause = Math.min(LONGEST_PAUSE_MILLIS, 2 * pause);
            all.later(this, pause);
        } else if (position == null) {
            endWithGap("the last event is not in the archive");
        } else if (stream.firstLive() != null || !isQuiet(horizon)) {
            endWithGap("the archive is behind");
        } else {
            end();
        }
    }

    private void announce(String state) {
        if (!state.equals(announced)) {
            announced = state;
            stream.announce(state, "{}");
        }
    }

    private void endWithGap(String reason) {
        stream.announce("gap", "{\"reason\":\"" + reason + "\"}");
        end();
    }

    private void end() {
        announce("live");
        stream.goLive();
    }
}
