package io.logcast.producer.requests;

import java.util.function.LongSupplier;

/**
 * How long a client lets a line wait that has begun. That ends with the line's end alone: else a byte now and then would keep
 * what has begun of a long line here for ever. Only the time in which nothing but the client is waited for counts. Between
 * lines it may wait for as long as it likes.
 */
final class ClientPatience {

    private final long timeoutNanos;
    private final LongSupplier clock;
    private long waitedNanos;
    private long since;

    /** @param clock in nanoseconds, as {@link System#nanoTime} */
    ClientPatience(long timeoutNanos, LongSupplier clock) {
        this.timeoutNanos = timeoutNanos;
        this.clock = clock;
    }

    /** From now on nothing but the client is waited for. */
    void start() {
        since = clock.getAsLong();
    }

    /** A chunk came: into a line that had begun, or at the beginning of one. */
    void onChunk(boolean isInLine) {
        waitedNanos = isInLine ? waitedNanos + clock.getAsLong() - since : 0;
    }

    /** A line came to its end. */
    void onLine() {
        waitedNanos = 0;
    }

    /** Asked of a line that has begun. */
    boolean isOver() {
        return waitedNanos + clock.getAsLong() - since > timeoutNanos;
    }
}
