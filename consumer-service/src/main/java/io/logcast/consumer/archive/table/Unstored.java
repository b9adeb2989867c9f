package io.logcast.consumer.archive.table;

import jakarta.enterprise.context.ApplicationScoped;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The batches that this replica has read and not stored yet. The database does not see them while they wait for a
 * connection or for the next attempt, so their events may arrive long after later ones.
 */
@ApplicationScoped
public class Unstored {

    private final long overlapNanos;
    /** When each batch began, oldest first. */
    private final Deque<Long> begun = new ArrayDeque<>();
    /** When a batch that took longer than the overlap last ended; null if none has. */
    private @Nullable Long lateEnd;

    Unstored(ArrivalConfig config) {
        this.overlapNanos = config.overlap().toNanos();
    }

    /**
     * Reads a batch, and returns the action that stores it. The batch counts as unstored from now until that action has
     * run, or reading fails.
     */
    public Runnable during(Supplier<Runnable> reading) {
        var start = begin();
        try {
            var storing = reading.get();
            return () -> {
                try {
                    storing.run();
                } finally {
                    end(start);
                }
            };
        } catch (RuntimeException | Error e) {
            end(start);
            throw e;
        }
    }

    private synchronized Long begin() {
        Long now = System.nanoTime();
        begun.add(now);
        return now;
    }

    private synchronized void end(Long start) {
        var now = System.nanoTime();
        if (now - start >= overlapNanos) {
            lateEnd = now;
        }
        begun.remove(start);
    }

    /**
     * Whether a batch is taking longer than the overlap, or one that did has ended since then.
     *
     * @param since by {@link System#nanoTime()}
     */
    synchronized boolean hasLate(long since) {
        var oldest = begun.peek();
        return (oldest != null && System.nanoTime() - oldest >= overlapNanos)
                || (lateEnd != null && lateEnd - since >= 0);
    }
}
