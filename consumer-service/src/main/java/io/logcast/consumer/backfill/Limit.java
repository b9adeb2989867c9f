package io.logcast.consumer.backfill;

import io.logcast.consumer.archive.table.Arrivals.Arrival;
import java.sql.SQLException;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * How far one replay sends: for now up to what has arrived, and in the end up to a certain time. If the replay was
 * started with a new subscription, that time is determined here, with the {@link Seam}.
 */
final class Limit {

    private final Backfills all;
    private final Backfill backfill;
    private final UUID owner;
    /** The end; null while it is not known. */
    private @Nullable Instant until;

    private Instant horizon = Instant.EPOCH;
    /** Whether events older than the horizon may still arrive. */
    private boolean hasLate;

    Limit(Backfills all, Backfill backfill, UUID owner) {
        this.all = all;
        this.backfill = backfill;
        this.owner = owner;
        // The replica that had it before may have taken events that it never stored, so the seam is determined again.
        this.until = backfill.seam() ? null : backfill.until();
    }

    /** What follows when a limit is reached. */
    enum Next {
        /** Later limits: events are still being archived. */
        MORE,
        END,
        /** Nothing here: the claim is lost, or the replay has ended. */
        CLAIM_LOST
    }

    /** Everything up to here has arrived, and is to be sent. */
    Instant now(Arrival position) throws SQLException {
        var known = earlier(horizon);
        if (isReached(position, known) && !known.equals(until)) {
            var reach = all.horizon.now();
            horizon = reach.at();
            hasLate = reach.hasLate();
        }
        return earlier(horizon);
    }

    private Instant earlier(Instant arrived) {
        var end = until;
        return end == null || end.isAfter(arrived) ? arrived : end;
    }

    static boolean isReached(Arrival position, Instant limit) {
        return position.at().isAfter(limit) || position.equals(Arrival.endOf(limit));
    }

    /** To be called when this limit is reached. */
    Next after(Instant limit) throws SQLException {
        if (limit.equals(until)) {
            return backfill.seam() && all.horizon.now().hasLate()
                    // This replica has batches that are overdue. They may hold events from before the seam, so the wait
                    // begins again.
                    ? setUntil()
                    : Next.END;
        }
        // Only once the horizon has passed the start: by then, everything that was being published at the start has
        // reached the archive's queue.
        return until == null && !hasLate && horizon.isAfter(backfill.startedAt()) && all.seam.isTaken()
                ? setUntil()
                : Next.MORE;
    }

    private Next setUntil() throws SQLException {
        until = all.table.setUntil(backfill, owner, Seam.STORING).orElse(null);
        return until == null ? Next.CLAIM_LOST : Next.MORE;
    }
}
