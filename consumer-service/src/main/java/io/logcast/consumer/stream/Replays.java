package io.logcast.consumer.stream;

import static java.util.stream.Collectors.toSet;

import io.logcast.consumer.filters.LogFilter;
import io.logcast.consumer.livetail.LiveEvent;
import io.logcast.consumer.search.Arrivals;
import io.logcast.consumer.search.Arrivals.Arrival;
import io.logcast.consumer.search.Arrivals.Arrived;
import io.logcast.rabbitmq.connection.Faults;
import io.quarkus.runtime.ShutdownEvent;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.Objects;
import java.util.UUID;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * Sends a stream what it missed since its reader's last event, out of the archive in the order of arrival, until the
 * archive has passed the first event that the live tail has for it.
 *
 * <p>Two replicas archive side by side, so of two events the later one may arrive first. Therefore a replay reads only
 * what arrived longer ago than the overlap and before each transaction that is open at the archive, when whatever was to
 * come before it has come. It begins where the reader's last event was observed, since what was published after that event
 * arrived after it was observed, in whichever order.
 */
@ApplicationScoped
class Replays {

    private static final Logger LOG = Logger.getLogger(Replays.class);
    // They wait for the database; the search has more connections than this.
    private static final int THREADS = 4;
    // The frames have some bytes around the JSON.
    private static final int STEP_MEMORY = Arrivals.STEP_BYTES + 64 * 1024;
    private static final long SHORTEST_PAUSE_MILLIS = 100;
    private static final long LONGEST_PAUSE_MILLIS = 1_000;

    private final ScheduledExecutorService threads = Executors.newScheduledThreadPool(THREADS);
    private final Arrivals arrivals;
    private final Duration overlap;
    private final Duration archiveWait;

    Replays(Arrivals arrivals, StreamConfig config) {
        this.arrivals = arrivals;
        this.overlap = config.overlap();
        this.archiveWait = config.archiveWait();
    }

    /** Replays what came after the event of that id, then lets the stream go live. */
    void start(EventStream stream, LogFilter filter, UUID last) {
        stream.announce("replay", "{\"after\":\"" + last + "\"}");
        later(new Replay(stream, filter, last), 0);
    }

    private void later(Runnable task, long pauseMillis) {
        try {
            var unused = threads.schedule(task, pauseMillis, TimeUnit.MILLISECONDS);
        } catch (RejectedExecutionException e) {
            LOG.debugf("A replay ends with the service: %s", e.getMessage());
        }
    }

    void stop(@Observes ShutdownEvent stopping) {
        threads.shutdownNow();
    }

    /** One stream's way through the archive; its steps follow one another. */
    private final class Replay implements Runnable {

        private final EventStream stream;
        private final LogFilter filter;
        private final UUID last;
        private @Nullable Arrival position;
        /** Live copies of what arrived later may still come. */
        private @Nullable Instant recentSince;

        private @Nullable String announced;
        private boolean waitsForLive;
        private long waitingSince;
        private Instant horizon = Instant.EPOCH;
        private long pause = SHORTEST_PAUSE_MILLIS;

        Replay(EventStream stream, LogFilter filter, UUID last) {
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
                LOG.warnf("A replay waits for the archive: %s", e.getMessage());
                await("waiting");
            } catch (RuntimeException | Error e) {
                Faults.report("A replay", e);
                endWithGap("the replay failed");
            }
        }

        private void step() throws SQLException {
            horizon = arrivals.horizon(overlap);
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
                // Other readers catch up too.
                later(this, LONGEST_PAUSE_MILLIS);
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
            // Asked before the step is read: what is archived meanwhile is for the next step.
            var isPast = isPastTheLiveBuffer(horizon);
            var step = arrivals.step(filter, from, horizon);
            position = step.end();
            var isAtHorizon = step.end().equals(Arrival.endOf(horizon));
            var since = Objects.requireNonNull(recentSince);
            var recent = step.events().stream()
                    .filter(arrived -> arrived.at().isAfter(since))
                    .map(arrived -> arrived.event().id())
                    .collect(toSet());
            var events = step.events().stream()
                    .map(Arrived::event)
                    .map(LiveEvent::new)
                    .toList();
            stream.replay(events, STEP_MEMORY, recent, () -> later(() -> goOn(isAtHorizon, isPast, horizon), 0));
        }

        /** Where the reader left off; null as long as that event is not archived. */
        private @Nullable Arrival begin() throws SQLException {
            return arrivals.event(last).map(this::before).orElse(null);
        }

        /** Not further back than a replay may wait: an archive that is far behind would be sent all over again. */
        private Arrival before(Arrived seen) {
            var observed = seen.event().observedTimestamp();
            var earliest = seen.at().minus(archiveWait);
            var from = observed.isAfter(seen.at()) ? seen.at() : observed.isBefore(earliest) ? earliest : observed;
            return Arrival.endOf(from.minus(overlap));
        }

        private boolean isPastTheLiveBuffer(Instant horizon) throws SQLException {
            var first = stream.firstLive();
            return first != null
                    && arrivals.of(first)
                            .filter(at -> !at.plus(overlap).isAfter(horizon))
                            .isPresent();
        }

        private void goOn(boolean isAtHorizon, boolean isPast, Instant horizon) {
            if (!isAtHorizon) {
                run();
            } else if (isPast) {
                end();
            } else {
                // With nothing to hold back it is as good as live; an archive that is behind may still bring something.
                await(stream.firstLive() == null && isQuiet(horizon) ? "live" : "waiting");
            }
        }

        private boolean isQuiet(Instant horizon) {
            return recentSince != null && !horizon.isBefore(recentSince.plus(overlap.multipliedBy(2)));
        }

        private void await(String state) {
            announce(state);
            var hasLive = stream.firstLive() != null;
            if (waitingSince == 0 || hasLive != waitsForLive) {
                waitsForLive = hasLive;
                waitingSince = System.nanoTime();
                pause = SHORTEST_PAUSE_MILLIS;
            }
            if (System.nanoTime() - waitingSince < archiveWait.toNanos()) {
                pause = Math.min(LONGEST_PAUSE_MILLIS, 2 * pause);
                later(this, pause);
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
}
