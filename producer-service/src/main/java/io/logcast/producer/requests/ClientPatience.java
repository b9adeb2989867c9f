package io.logcast.producer.requests;

import java.util.function.LongSupplier;

/**
 * Limits how long a line that has begun, or a block of the body's coding, may take to arrive. Only the end of a line resets the
 * limit; otherwise a client could hold a long line open forever by sending a byte now and then. Only time spent waiting for the
 * client counts. Between lines the client may pause for as long as it likes.
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

    /** From now on, the service waits only for the client. */
    void start() {
        since = clock.getAsLong();
    }

    /** @param isHalf whether the chunk came in the middle of a line or a block */
    void onChunk(boolean isHalf) {
        waitedNanos = isHalf ? waitedNanos + clock.getAsLong() - since : 0;
    }

    /** A line has ended. */
    void onLine() {
        waitedNanos = 0;
    }

    /** Whether the line or block has taken too long. */
    boolean isOver() {
        return waitedNanos + clock.getAsLong() - since > timeoutNanos;
    }
}
