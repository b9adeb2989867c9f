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
 * <p>A line that {@link #append} has taken survives a kill of the process. What a loss of power, or a crash of the operating
 * system, can take is what was appended since the last {@link #force}, or since the last segment was full, whichever was
 * later. What was read and not acknowledged is read again by the next process. An interrupt of a thread harms no file.
 */
public final class Spool implements Closeable {

    /** The smallest bound of a spool, in bytes. */
    public static final long MIN_BYTES = 4L << 20;

    /** The largest bound of a spool, in bytes. */
    public static final long MAX_BYTES = 1L << 40;

    /** The longest line, in bytes; the producer takes no longer one either. */
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
    private final AtomicLong damagedBytes = new AtomicLong();

    /**
     * Opens the spool in that directory, which is made if it does not exist.
     *
     * @param maxBytes what its files may hold together: {@link #MIN_BYTES} to {@link #MAX_BYTES}
     * @throws SpoolInUseException if another process has the directory, or this one has it open already
     */
    public static Spool open(Path directory, long maxBytes) throws IOException {
        if (maxBytes < MIN_BYTES || maxBytes > MAX_BYTES) {
            throw new IllegalArgumentException(
                    "A spool's bound must be %d to %d bytes, but is %d".formatted(MIN_BYTES, MAX_BYTES, maxBytes));
        }
        return new Spool(directory, maxBytes, Math.min(maxBytes / SEGMENTS, MAX_SEGMENT_BYTES));
    }

    /** @param segmentBytes length at which a file is full */
    Spool(Path directory, long maxBytes, long segmentBytes) throws IOException {
        this.directory = directory;
        this.maxBytes = maxBytes;
        this.segmentBytes = segmentBytes;
        files = new SpoolFiles(directory);
        state = files.state();
        active = files.active();
        end = state.end();
        next = state.acknowledged();
    }

    /**
     * Appends the line, unless the spool is full.
     *
     * @return whether there was room
     * @throws IllegalArgumentException if it is empty, longer than {@link #MAX_LINE_BYTES}, or contains a line break
     * @throws IOException if it could not be written; then it will not be read either, and the next call can succeed
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

    /** Returns when the disk has all that was appended before. */
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
     * Reads on where the last call ended; the first call begins with the oldest line that is not acknowledged.
     *
     * @param maxBytes that all lines may have together; the first may have more
     * @param wait for a first line, if there is none
     * @return no lines if none came in time, or if the spool is closed
     */
    public SpoolBatch read(int maxLines, int maxBytes, Duration wait) throws IOException, InterruptedException {
        reading.lockInterruptibly();
        var begin = next;
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
            return new SpoolBatch(lines, next);
        } catch (IOException e) {
            // The lines before the fault were not returned.
            next = begin;
            throw e;
        } finally {
            reading.unlock();
        }
    }

    /**
     * Everything before the position is dealt with, for good. Files that are not needed any more are deleted.
     *
     * @throws IOException if the disk did not take it; then the next process may read these lines again
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

    /** Whether everything that was appended before this call was acknowledged within that time. */
    public boolean awaitAcknowledged(Duration wait) throws InterruptedException {
        return state.awaitAcknowledged(state.end(), wait);
    }

    /** Of what is not acknowledged, in bytes. */
    public long pendingBytes() {
        return state.pendingBytes();
    }

    /** What had to be skipped since it was opened, because the disk did not return what was written. */
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
        return reader.read(next.offset(), state.limit(next.segment()));
    }

    /** Where the next record would begin is not known. */
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

    /** The one before is on the disk then, so only the last can be torn, whatever happens. */
    private void beginSegment() throws IOException {
        active.seal(end.offset());
        var number = end.segment() + 1;
        var segment = Segment.toAppend(directory, number);
        Segment.forceNames(directory);
        active.close();
        active = segment;
        end = new Position(number, 0);
        state.appended(end);
    }

    private static void checkLine(byte[] line) {
        if (line.length == 0 || line.length > MAX_LINE_BYTES) {
            throw new IllegalArgumentException(
                    "A line must have 1 to %d bytes, but has %d".formatted(MAX_LINE_BYTES, line.length));
        }
        for (var b : line) {
            if (b == '\n' || b == '\r') {
                throw new IllegalArgumentException("A line must not contain a line break");
            }
        }
    }

    private void failIfClosed() throws IOException {
        if (state.isClosed()) {
            throw new IOException("The spool is closed");
        }
    }

    /** Forces what was appended to the disk, and gives the directory back. What is not acknowledged stays. */
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
        } finally {
            reading.unlock();
            writing.unlock();
        }
    }
}
