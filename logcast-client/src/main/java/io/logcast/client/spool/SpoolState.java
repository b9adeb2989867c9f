package io.logcast.client.spool;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.NavigableMap;
import java.util.TreeMap;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/** The state that the writer and the reader of a spool share. Its lock is never held during disk access. */
final class SpoolState {

    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    /** The bytes of each segment; lines are appended to the last. */
    private final NavigableMap<Long, Long> segments;

    private Position acknowledged;
    private long bytes;
    private boolean isClosed;

    /** @param segments at least one */
    SpoolState(NavigableMap<Long, Long> segments, Position acknowledged) {
        this.segments = new TreeMap<>(segments);
        this.acknowledged = acknowledged;
        this.bytes = segments.values().stream().mapToLong(Long::longValue).sum();
    }

    /** The bytes of all segments, including acknowledged lines in the first. */
    long bytes() {
        return locked(() -> bytes);
    }

    long pendingBytes() {
        return locked(() -> bytes - acknowledged.offset());
    }

    Position end() {
        return locked(() ->
                new Position(segments.lastEntry().getKey(), segments.lastEntry().getValue()));
    }

    Position acknowledged() {
        return locked(() -> acknowledged);
    }

    boolean isClosed() {
        return locked(() -> isClosed);
    }

    /** Where the records of the segment end. */
    long limit(long segment) {
        return locked(() -> segments.getOrDefault(segment, 0L));
    }

    /** The same place, but at the beginning of the next segment if nothing will follow in its own. */
    Position normalised(Position position) {
        return locked(() -> {
            var next = segments.higherKey(position.segment());
            var isAtEnd = position.offset() >= segments.getOrDefault(position.segment(), 0L);
            return next != null && isAtEnd ? new Position(next, 0) : position;
        });
    }

    /** Lines can be read up to here; it is the end of the last segment, or the beginning of a new one. */
    void appended(Position end) {
        locked(() -> {
            var before = segments.put(end.segment(), end.offset());
            bytes += end.offset() - (before == null ? 0 : before);
            changed.signalAll();
            return bytes;
        });
    }

    /** Returns the segments that are no longer needed. */
    List<Long> acknowledge(Position position) {
        return locked(() -> {
            acknowledged = position;
            var done = segments.headMap(position.segment());
            bytes -= done.values().stream().mapToLong(Long::longValue).sum();
            var numbers = new ArrayList<>(done.keySet());
            done.clear();
            changed.signalAll();
            return numbers;
        });
    }

    void close() {
        locked(() -> {
            isClosed = true;
            changed.signalAll();
            return true;
        });
    }

    /** Waits at most that long until something follows the position, or the spool is closed. */
    void awaitEndAfter(Position position, Duration wait) throws InterruptedException {
        lock.lockInterruptibly();
        try {
            for (var nanos = wait.toNanos(); nanos > 0 && !isClosed && end().compareTo(position) <= 0; ) {
                nanos = changed.awaitNanos(nanos);
            }
        } finally {
            lock.unlock();
        }
    }

    /** Whether everything before the position was acknowledged within that time. */
    boolean awaitAcknowledged(Position position, Duration wait) throws InterruptedException {
        lock.lockInterruptibly();
        try {
            for (var nanos = wait.toNanos(); nanos > 0 && !isClosed && acknowledged.compareTo(position) < 0; ) {
                nanos = changed.awaitNanos(nanos);
            }
            return acknowledged.compareTo(position) >= 0;
        } finally {
            lock.unlock();
        }
    }

    private interface Access<T> {
        T now();
    }

    private <T> T locked(Access<T> access) {
        lock.lock();
        try {
            return access.now();
        } finally {
            lock.unlock();
        }
    }
}
