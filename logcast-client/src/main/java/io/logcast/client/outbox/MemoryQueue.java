package io.logcast.client.outbox;

import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/** A queue bounded in bytes. Offering never waits, not even for a lock. Only one thread may take. */
final class MemoryQueue {

    /** The rough size of an entry without its line. */
    private static final int OVERHEAD = 48;

    private final long maxBytes;
    private final Queue<byte[]> lines = new ConcurrentLinkedQueue<>();
    private final AtomicLong bytes = new AtomicLong();
    private volatile @Nullable Thread waiting;

    MemoryQueue(long maxBytes) {
        this.maxBytes = maxBytes;
    }

    /** Adds the line; false if there is no room. */
    boolean offer(byte[] line) {
        var size = line.length + OVERHEAD;
        if (bytes.addAndGet(size) > maxBytes) {
            bytes.addAndGet(-size);
            return false;
        }
        lines.add(line);
        wake();
        return true;
    }

    /** The oldest line, which stays until it is removed; null if there is none. */
    byte @Nullable [] peek() {
        return lines.peek();
    }

    /** Removes the oldest line; false if there was none. */
    boolean remove() {
        var line = lines.poll();
        if (line != null) {
            bytes.addAndGet(-line.length - OVERHEAD);
        }
        return line != null;
    }

    /** Waits until a line may be there, {@link #wake} is called, or that time is over. */
    void await(long nanos) {
        waiting = Thread.currentThread();
        // Checked again, since a line that came just before could not know that a thread waits.
        if (lines.isEmpty()) {
            LockSupport.parkNanos(this, nanos);
            // Otherwise the next call would not wait.
            Thread.interrupted();
        }
        waiting = null;
    }

    void wake() {
        var thread = waiting;
        if (thread != null) {
            waiting = null;
            LockSupport.unpark(thread);
        }
    }
}
