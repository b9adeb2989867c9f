package io.logcast.consumer.livetail;

import io.logcast.model.event.LogEvent;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * When the events that came lately were observed first. A client that is not answered 202 sends its event again: each
 * copy is observed anew, and readers may have seen one that was never archived. Not thread-safe.
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
    private @Nullable Instant latest;
    /** When the last event before the latest loss of the queue was observed. */
    private @Nullable Instant lostAt;
    /** When the first event after that was observed; null until it has come. */
    private @Nullable Instant backAt;

    /** Whether this is a new event, or another copy of one; false if this very copy was delivered before. */
    boolean add(LogEvent event) {
        var observed = event.observedTimestamp();
        latest = observed;
        if (backAt == null) {
            backAt = observed;
        }
        return !observed.equals(firstObserved.putIfAbsent(event.id(), observed));
    }

    /** The queue was lost with all events in it. */
    void lost() {
        lostAt = latest;
        backAt = null;
    }

    /**
     * By how much earlier than this copy of the event another copy may have been observed that a reader has seen. A copy
     * from before the latest loss may have come to another replica only.
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
