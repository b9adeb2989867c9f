package io.logcast.client.outbox;

import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/**
 * Gives a queue the time to reach the spool when the JVM ends without a stop of the outbox, as after
 * {@code System.exit}. The outbox's own thread goes on writing until the JVM has ended.
 */
final class LastMoment {

    private static final long BETWEEN_LOOKS = TimeUnit.MILLISECONDS.toNanos(1);

    private final MemoryQueue queue;
    private final Duration longest;
    private final Thread hook = new Thread(this::await, "logcast-last-moment");

    LastMoment(MemoryQueue queue, Duration longest) {
        this.queue = queue;
        this.longest = longest;
    }

    void add() {
        try {
            Runtime.getRuntime().addShutdownHook(hook);
        } catch (IllegalStateException e) {
            // The JVM is ending already.
        }
    }

    void remove() {
        try {
            Runtime.getRuntime().removeShutdownHook(hook);
        } catch (IllegalStateException e) {
            // The JVM is ending already.
        }
    }

    private void await() {
        var deadline = System.nanoTime() + longest.toNanos();
        // A line leaves the queue only when it is in the spool.
        while (queue.peek() != null && System.nanoTime() < deadline) {
            LockSupport.parkNanos(BETWEEN_LOOKS);
        }
    }
}
