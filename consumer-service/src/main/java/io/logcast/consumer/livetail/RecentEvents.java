package io.logcast.consumer.livetail;

import io.logcast.model.event.LogEvent;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Remembers when each recent event was first observed, and when the queue was lost. A client that is not answered 202 sends
 * its event again. Each copy is observed anew, and readers may have seen a copy that was never archived. A producer's
 * clock may be wrong, so no single event decides when the queue was lost. Not thread-safe.
 */
final class RecentEvents {

    private static final int MOST = 10_000;
    /** How soon a client is expected to send an event again. */
    private static final Duration SENT_AGAIN_WITHIN = Duration.ofMinutes(1);

    private final Map<UUID, Instant> firstObserved = new LinkedHashMap<>() {
        @Override
        protected boolean removeEldestEntry(Map.Entry<UUID, Instant> eldest) {
            return size() > MOST;
        }
    };
    private final InstantSource clock;
    /** When the latest event was observed, but not in the future. */
    private @Nullable Instant latest;
    /** What that was when the queue was lost; of losses in a row, the first. */
    private @Nullable Instant lostAt;
    /** When the first event after the latest loss came; null until then. */
    private @Nullable Instant backAt;

    RecentEvents(InstantSource clock) {
        this.clock = clock;
    }

    /** Whether this is a new event, or another copy of one; false if it is the first copy, delivered again. */
    boolean add(LogEvent event) {
        var now = clock.instant();
        var observed = event.observedTimestamp();
        var past = observed.isBefore(now) ? observed : now;
        if (latest == null || past.isAfter(latest)) {
            latest = past;
        }
        if (backAt == null) {
            backAt = now;
        }
        return !observed.equals(firstObserved.putIfAbsent(event.id(), observed));
    }

    /** The queue was lost with all events in it. */
    void lost() {
        // Copies of what an earlier loss took may still come, unless an event shows that the queue lived on for a
        // minute. The clock does not show that: the queue may have been lost just after its first event.
        if (lostAt == null || (backAt != null && latest != null && latest.isAfter(backAt.plus(SENT_AGAIN_WITHIN)))) {
            lostAt = latest;
        }
        backAt = null;
    }

    /**
     * By how much earlier than this copy of the event another copy may have been observed that a reader has seen. A copy
     * from before a loss may have come to another replica only.
     */
    Duration earlierCopy(UUID id, Instant observed) {
        var first = firstObserved.getOrDefault(id, observed);
        if (lostAt != null
                && lostAt.isBefore(first)
                && (backAt == null || first.isBefore(backAt.plus(SENT_AGAIN_WITHIN)))) {
            first = lostAt;
        }
        return first.isBefore(observed) ? Duration.between(first, observed) : Duration.ZERO;
    }
}
