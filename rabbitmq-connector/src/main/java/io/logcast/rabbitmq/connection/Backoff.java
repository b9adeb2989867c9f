package io.logcast.rabbitmq.connection;

import java.time.Duration;
import java.util.concurrent.ThreadLocalRandom;
import org.jboss.logging.Logger;

/** Pauses between attempts: short at first, doubling up to a bound, with jitter. Not thread-safe. */
final class Backoff {

    private static final int SHORTEST_PART = 20;
    private static final int WARN_EVERY = 30;
    private static final long STABLE_NANOS = Duration.ofSeconds(2).toNanos();

    private final long shortest;
    private final long longest;
    private long next;
    private long succeededAt;
    private boolean succeeded;
    private int failures;

    Backoff(Duration longest) {
        this.longest = Math.max(1, longest.toMillis());
        this.shortest = Math.max(1, this.longest / SHORTEST_PART);
        this.next = shortest;
    }

    void success() {
        failures = 0;
        succeeded = true;
        succeededAt = System.nanoTime();
    }

    /** The level at which to log a failed attempt: while attempts keep failing, only a few of them are warnings. */
    Logger.Level failed() {
        return failures++ % WARN_EVERY == 0 ? Logger.Level.WARN : Logger.Level.DEBUG;
    }

    /** The pause before the next attempt (ms). Starts over only after a success that lasted. */
    long nextMillis() {
        if (succeeded && System.nanoTime() - succeededAt > STABLE_NANOS) {
            next = shortest;
        }
        succeeded = false;
        long pause = next;
        next = Math.min(longest, next * 2);
        return pause / 2 + ThreadLocalRandom.current().nextLong(pause - pause / 2 + 1);
    }
}
