package io.logcast.client.spool;

import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * A bounded queue of lines in a directory that belongs to one process. Any threads append; one reads and acknowledges.
 *
 * <p>A line that {@link #append} has taken survives a kill of the process. A loss of power, or a crash of the operating
 * system, can lose only the lines appended since the last {@link #force}, or since the last segment was full, whichever
 * was later. Lines that were read and not acknowledged are read again by the next process. An interrupt of a thread
 * harms no file.
 */
public final class Spool implements Closeable {

    /** The smallest bound of a spool, in bytes. */
    public static final long MIN_BYTES = 4L << 20;

    /** The largest bound of a spool, in bytes. */
    public static final long MAX_BYTES = 1L << 40;

    /** The longest line, in bytes; the producer accepts no longer ones either. */
    public static final int MAX_LINE_BYTES = 1 << 20;

    private static final int SEGMENTS = 8;
    private static final long MAX_SEGMENT_BYTES = 64L << 20;

    private final Path directory;
    private final long maxBytes;
    private final long segmentBytes;
    private final SpoolFiles files;
    private final SpoolState state;

    private final ReentrantLock writing = new ReentrantLock();
    private Segment active;
    private Position end;

    private final ReentrantLock reading = new ReentrantLock();
    private Position next;
    private @Nullable Segment reader;
    private long readerNumber;
    private final AtomicLong damagedBytes;

    /**
     * Opens the spool in that directory, which is created if it does not exist.
     *
     * @param maxBytes the most bytes that its files may have together: {@link #MIN_BYTES} to {@link #MAX_BYTES}
     * @throws SpoolInUseException if another process has the directory, or this one has it open already
     */
    public static Spool open(Path directory, long maxBytes) throws IOException {
        if (maxBytes < MIN_BYTES || maxBytes > MAX_BYTES) {
            throw new IllegalArgumentException(
                    "A spool's bound must be %d to %d bytes, but is %d".formatted(MIN_BYTES, MAX_BYTES, maxBytes));
        }
        return new Spool(directory, maxBytes, Math.min(maxBytes / SEGMENTS, MAX_SEGMENT_BYTES));
    }

    /** @param segmentBytes the length at which a file is full */
    Spool(Path directory, long maxBytes, long segmentBytes) throws IOException {
        this.directory = directory;
        this.maxBytes = maxBytes;
        this.segmentBytes = segmentBytes;
        files = new SpoolFiles(directory, segmentBytes);
        state = files.state();
        active = files.active();
        end = state.end();
        next = state.acknowledged();
        damagedBytes = new AtomicLong(files.cutBytes());
    }

    /**
     * Appends the line, unless the spool is full.
     *
     * @return whether there was room
     * @throws IllegalArgumentException if it is empty, longer than {@link #MAX_LINE_BYTES}, or contains a line break
     * @throws IOException if the line could not be written; then it will not be read either, and the next call may
     *     succeed
     */
    public boolean append(byte[] line) throws IOException {
        checkLine(line);
        var bytes = Segment.HEADER + line.length;
        writing.lock();
        try {
            failIfClosed();
            if (state.bytes() + bytes > maxBytes) {
                return false;
            }
            if (end.offset() > 0 && end.offset() + bytes > segmentBytes) {
                beginSegment();
            }
            active.append(end.offset(), line);
            end = new Position(end.segment(), end.offset() + bytes);
            state.appended(end);
            return true;
        } finally {
            writing.unlock();
        }
    }

    /** Forces everything that was appended before to the disk. */
    public void force() throws IOException {
        writing.lock();
        try {
            failIfClosed();
            active.force();
        } finally {
            writing.unlock();
        }
    }

    /**
     * Continues where the last call ended; the first call begins with the oldest unacknowledged line.
     *
     * @param maxBytes the most bytes of all lines together; the first line may have more
     * @param wait how long to wait for a first line
     * @return the lines; none if no line came in time, or the spool is closed
     */
    public SpoolBatch read(int maxLines, int maxBytes, Duration wait) throws IOException, InterruptedException {
        reading.lockInterruptibly();
        var begin = next;
        var isReturned = false;
        try {
            state.awaitEndAfter(next, wait);
            var lines = new ArrayList<byte[]>();
            var bytes = 0L;
            while (lines.size() < maxLines && !state.isClosed() && hasNext()) {
                var line = line();
                if (line == null) {
                    skipDamaged();
                    continue;
                }
                bytes += line.length;
                if (bytes > maxBytes && !lines.isEmpty()) {
                    break;
                }
                lines.add(line);
                next = new Position(next.segment(), next.offset() + Segment.HEADER + line.length);
            }
            var batch = new SpoolBatch(lines, next);
            isReturned = true;
            return batch;
        } finally {
            if (!isReturned) {
                // The lines before the fault are read again; otherwise they would be acknowledged with later ones.
                next = begin;
            }
            reading.unlock();
        }
    }

    /**
     * Acknowledges everything before the position for good. Deletes files that are no longer needed.
     *
     * @throws IOException if this could not be written; then the next process may read these lines again
     */
    public void acknowledge(Position position) throws IOException {
        reading.lock();
        try {
            failIfClosed();
            var acknowledged = state.normalised(position);
            if (acknowledged.compareTo(state.acknowledged()) <= 0) {
                return;
            }
            closeReaderBefore(acknowledged.segment());
            try {
                files.acknowledge(acknowledged);
            } finally {
                for (var segment : state.acknowledge(acknowledged)) {
                    Segment.delete(directory, segment);
                }
            }
        } finally {
            reading.unlock();
        }
    }

    /** Waits until everything that was appended before this call is acknowledged; false if that takes longer. */
    public boolean awaitAcknowledged(Duration wait) throws InterruptedException {
        return state.awaitAcknowledged(state.end(), wait);
    }

    /** The size of the unacknowledged lines, in bytes. */
    public long pendingBytes() {
        return state.pendingBytes();
    }

    /**
     * The bytes skipped or cut off since the spool was opened, because the disk did not return what was written, or the
     * last process could not complete it.
     */
    public long damagedBytes() {
        return damagedBytes.get();
    }

    private boolean hasNext() {
        next = state.normalised(next);
        return next.offset() < state.limit(next.segment());
    }

    private byte @Nullable [] line() throws IOException {
        if (reader == null || readerNumber != next.segment()) {
            closeReaderBefore(Long.MAX_VALUE);
            reader = Segment.toRead(directory, next.segment());
            readerNumber = next.segment();
        }
        // A segment that somebody has deleted is skipped like a damaged one.
        return reader == null ? null : reader.read(next.offset(), state.limit(next.segment()));
    }

    /** It is unknown where the next record would begin. */
    private void skipDamaged() {
        var limit = state.limit(next.segment());
        damagedBytes.addAndGet(limit - next.offset());
        next = new Position(next.segment(), limit);
    }

    private void closeReaderBefore(long segment) throws IOException {
        if (reader != null && readerNumber < segment) {
            reader.close();
            reader = null;
        }
    }

    /** Forces the previous segment to the disk first, so only the last one can ever be torn. */
    private void beginSegment() throws IOException {
        active.seal(end.offset());
        var number = end.segment() + 1;
        var segment = Segment.toAppend(directory, number);
        Segment.forceNames(directory);
        var full = active;
        active = segment;
        end = new Position(number, 0);
        state.appended(end);
        full.close();
    }

    private static void checkLine(byte[] line) {
        if (!isLine(line)) {
            throw new IllegalArgumentException("A line must have 1 to %d bytes and no line break, but this has %d bytes"
                    .formatted(MAX_LINE_BYTES, line.length));
        }
    }

    /** Whether {@link #append} can take this: not empty, not too long, and without a line break. */
    public static boolean isLine(byte[] line) {
        for (var b : line) {
            if (b == '\n' || b == '\r') {
                return false;
            }
        }
        return line.length > 0 && line.length <= MAX_LINE_BYTES;
    }

    private void failIfClosed() throws IOException {
        if (state.isClosed()) {
            throw new IOException("The spool is closed");
        }
    }

    /** Forces the appended lines to the disk, and releases the directory. Only unacknowledged lines stay. */
    @Override
    public void close() throws IOException {
        if (state.isClosed()) {
            return;
        }
        state.close();
        writing.lock();
        reading.lock();
        try (files) {
            closeReaderBefore(Long.MAX_VALUE);
            try (var last = active) {
                last.force();
            }
            if (state.pendingBytes() == 0) {
                // Logs should not stay on a disk for longer than they are needed.
                Segment.delete(directory, end.segment());
            }
        } finally {
            reading.unlock();
            writing.unlock();
        }
    }
}
