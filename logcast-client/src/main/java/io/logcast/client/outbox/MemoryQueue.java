package io.logcast.client.outbox;

import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/** A queue that is bounded in bytes. Offering never waits, for no lock either; one thread takes. */
final class MemoryQueue {

    /** What an entry takes beside its line, roughly. */
    private static final int OVERHEAD = 48;

    private final long maxBytes;
    private final Queue<byte[]> lines = new ConcurrentLinkedQueue<>();
    private final AtomicLong bytes = new AtomicLong();
    private volatile @Nullable Thread waiting;

    MemoryQueue(long maxBytes) {
        this.maxBytes = maxBytes;
    }

    /** Whether there was room. */
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

    /** Removes the oldest line. */
    void remove() {
        var line = lines.poll();
        if (line != null) {
            bytes.addAndGet(-line.length - OVERHEAD);
        }
    }

    /** Returns when a line may be there, when {@link #wake} was called, or after that time. */
    void await(long nanos) {
        waiting = Thread.currentThread();
        // Looked at again: a line that came before could not know that somebody waits.
        if (lines.isEmpty()) {
            LockSupport.parkNanos(this, nanos);
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
