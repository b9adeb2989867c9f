package io.logcast.consumer.stream;

import static java.util.stream.Collectors.toSet;

import io.logcast.consumer.archive.table.ArchivedEvent;
import io.logcast.consumer.archive.table.Arrivals;
import io.logcast.consumer.archive.table.Arrivals.Arrival;
import io.logcast.consumer.filters.LogFilter;
import io.logcast.consumer.livetail.LiveEvent;
import io.logcast.consumer.stream.HeldBack.Mark;
import io.logcast.rabbitmq.connection.Faults;
import java.sql.SQLException;
import java.time.Duration;
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
 * <p>A client sends an event again until it is accepted. So the reader may have seen a copy that was observed long before the
 * archived one; then the first step begins there, or, if that is too long ago, later and with a notice of a gap. And the
 * first live event may be a copy of one that was archived long before; then the stream waits for the next one.
 *
 * <p>A batch of this replica that takes longer than the overlap, without being in a transaction, may have events that
 * are older than the first live event but arrive after it. The stream does not go live until the archive has passed the
 * end of such a batch too.
 *
 * <p>The order of arrival is that of the database's clock. If this clock is set back by more than the overlap, what
 * arrived before may come after what arrives now, so the stream gets a notice of a gap and goes live at once.
 */
final class Resumption implements Runnable {

    private static final Logger LOG = Logger.getLogger(Resumption.class);
    // Frames have a few bytes around the JSON.
    private static final int STEP_MEMORY = Arrivals.STEP_BYTES + 64 * 1024;
    // How much earlier than its archived copy the reader's last event may have been seen.
    private static final Duration MOST_SENT_AGAIN = Duration.ofMinutes(10);
    // So that few steps pass a batch that was sent again.
    private static final int MOST_LOOK_UPS = 100;
    private static final long SHORTEST_PAUSE_MILLIS = 100;
    private static final long LONGEST_PAUSE_MILLIS = 1_000;

    private final Resumptions all;

    private final EventStream stream;
    private final LogFilter filter;
    private final UUID last;
    /** When the archived copy of the reader's last event was observed; null as long as it is not archived. */
    private @Nullable Instant observed;

    private Instant published = Instant.EPOCH;
    /** By how much later that was than a copy that the reader may have seen. */
    private Duration sentAgainAfter = Duration.ZERO;

    /** The latest time of the database's clock that is known to this stream. */
    private Instant latest = Instant.EPOCH;

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
        // First: a clock that is asked later must not be behind the event's arrival.
        findLast();
        var reach = all.horizon.now();
        if (reach.now().isBefore(latest.minus(all.overlap))) {
            endWithGap("the database's clock was set back");
            return;
        }
        latest = later(latest, reach.now());
        horizon = reach.at();
        hasLate = reach.hasLate();
        if (recentSince == null) {
            recentSince = horizon;
        }
        // Before next(), which has to know of any loss of the queue before that event; and before the step, since what
        // is archived meanwhile is for the next one.
        var past = passed(horizon);
        var from = next();
        if (from == null) {
            await("waiting");
            return;
        }
        if (from.at().isAfter(horizon)) {
            goOn(true, null, horizon);
            return;
        }
        if (!stream.reserve(STEP_MEMORY)) {
            // The memory for steps is in use: waits, so that other streams can catch up.
            all.later(this, LONGEST_PAUSE_MILLIS);
            return;
        }
        try {
            send(from, past, horizon);
        } catch (SQLException | RuntimeException e) {
            stream.giveBack(STEP_MEMORY);
            throw e;
        }
    }

    private void send(Arrival from, @Nullable Mark past, Instant horizon) throws SQLException {
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
        stream.replay(events, STEP_MEMORY, recent, () -> all.later(() -> goOn(isAtHorizon, past, horizon), 0));
    }

    private void findLast() throws SQLException {
        if (observed == null) {
            all.events.find(last).ifPresent(archived -> {
                observed = archived.event().observedTimestamp();
                published = published(archived);
                latest = later(latest, archived.at());
            });
        }
    }

    private static Instant later(Instant one, Instant other) {
        return one.isAfter(other) ? one : other;
    }

    /** Where the next step begins; null as long as the reader's last event is not archived. */
    private @Nullable Arrival next() {
        if (observed == null) {
            return null;
        }
        var earlier = all.liveTail.earlierCopy(last, observed);
        var limited = earlier.compareTo(MOST_SENT_AGAIN) > 0 ? MOST_SENT_AGAIN : earlier;
        if (position == null || limited.compareTo(sentAgainAfter) > 0) {
            if (!limited.equals(earlier)) {
                announceGap("the last event may have been sent first too long ago");
            }
            sentAgainAfter = limited;
            position = Arrival.endOf(published.minus(limited).minus(all.overlap));
        }
        return position;
    }

    /**
     * When the event was observed, but not further before its arrival than a stream may wait. Otherwise, if the archive
     * was far behind, much of it would be sent again.
     */
    private Instant published(ArchivedEvent event) {
        var observed = event.event().observedTimestamp();
        var earliest = event.at().minus(all.archiveWait);
        return observed.isAfter(event.at()) ? event.at() : observed.isBefore(earliest) ? earliest : observed;
    }

    /** The first event that the live tail has, if everything published before it has arrived by the horizon. */
    private @Nullable Mark passed(Instant horizon) throws SQLException {
        for (var lookUps = 0; lookUps < MOST_LOOK_UPS; lookUps++) {
            var first = stream.firstLive();
            if (first == null || hasLate) {
                return null;
            }
            var archived = all.events.find(first.id()).orElse(null);
            if (archived == null) {
                return null;
            }
            if (archived.event().observedTimestamp().equals(first.observed())) {
                return archived.at().plus(all.overlap).isAfter(horizon) ? null : first;
            }
            // Another copy was archived, perhaps long before this one was sent.
            stream.passFirstLive(first);
        }
        return null;
    }

    /** @param past what {@link #passed} has returned */
    private void goOn(boolean isAtHorizon, @Nullable Mark past, Instant horizon) {
        if (!isAtHorizon) {
            run();
        } else if (past == null || !stream.goLive(past, () -> announce("live"))) {
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
        // Once only: the first live event may have to be passed again and again.
        var hasLive = !waitsForLive && stream.firstLive() != null;
        if (waitingSince == 0 || hasLive) {
            waitsForLive |= hasLive;
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
        announceGap(reason);
        end();
    }

    private void announceGap(String reason) {
        stream.announce("gap", "{\"reason\":\"" + reason + "\"}");
    }

    private void end() {
        announce("live");
        stream.goLive();
    }
}
