package io.logcast.client.spool;

import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.TreeMap;

/** The directory of a spool as the last process left it, after locking it and cutting off incomplete records. */
final class SpoolFiles implements Closeable {

    private final DirectoryLock lock;
    private final AcknowledgedFile acknowledgedFile;
    private final NavigableMap<Long, Long> segments = new TreeMap<>();
    private final Segment active;
    private final Position acknowledged;
    private final long cutBytes;

    /**
     * @param segmentBytes the length at which a segment is full
     * @throws SpoolInUseException if another spool has the directory
     */
    SpoolFiles(Path directory, long segmentBytes) throws IOException {
        makeDirectory(directory);
        lock = DirectoryLock.take(directory);
        var opened = new ArrayDeque<Closeable>();
        opened.push(lock);
        try {
            acknowledgedFile = new AcknowledgedFile(directory);
            opened.push(acknowledgedFile);
            var before = acknowledgedFile.read();
            list(directory, before.map(Position::segment).orElse(0L));
            if (segments.isEmpty()) {
                segments.put(before.map(Position::segment).orElse(0L) + 1, 0L);
            }
            var last = Segment.toAppend(directory, segments.lastKey());
            opened.push(last);
            var whole = last.recover();
            cutBytes = segments.lastEntry().getValue() - whole;
            segments.put(segments.lastKey(), whole);
            if (whole >= segmentBytes) {
                // The last segment is never deleted. With an earlier, larger bound it may have grown beyond this bound.
                last.seal(whole);
                last.close();
                segments.put(segments.lastKey() + 1, 0L);
                last = Segment.toAppend(directory, segments.lastKey());
                opened.push(last);
            }
            active = last;
            acknowledged = begin(directory, before);
            acknowledgedFile.write(acknowledged);
            if (before.isPresent() && !before.get().equals(acknowledged)) {
                // Otherwise lines that are appended before the old position would count as acknowledged.
                acknowledgedFile.force();
            }
            Segment.forceNames(directory);
        } catch (Throwable e) {
            closeAll(opened, e);
            throw e;
        }
    }

    private static void closeAll(Iterable<Closeable> opened, Throwable cause) {
        for (var file : opened) {
            try {
                file.close();
            } catch (IOException e) {
                cause.addSuppressed(e);
            }
        }
    }

    private static void makeDirectory(Path directory) throws IOException {
        if (!Files.isDirectory(directory)) {
            Files.createDirectories(directory, OwnerOnly.attributes(directory, "rwx------"));
        }
    }

    /** Finds the segments, and deletes those that the last process could not delete before it died. */
    private void list(Path directory, long first) throws IOException {
        try (var files = Files.newDirectoryStream(directory)) {
            for (var file : files) {
                var number = Segment.number(file);
                if (number.isPresent() && number.get() < first) {
                    Files.delete(file);
                } else if (number.isPresent()) {
                    segments.put(number.get(), Files.size(file));
                }
            }
        }
    }

    /** Where reading begins. Never after the end: lines that are appended there would count as acknowledged. */
    private Position begin(Path directory, Optional<Position> before) throws IOException {
        var position = inFirst(before);
        if (segments.size() > 1 && position.offset() == segments.firstEntry().getValue()) {
            Segment.delete(directory, position.segment());
            segments.remove(position.segment());
            return new Position(segments.firstKey(), 0);
        }
        return position;
    }

    private Position inFirst(Optional<Position> before) {
        var first = segments.firstEntry();
        return before.filter(position -> position.segment() == first.getKey())
                .map(position -> new Position(position.segment(), Math.min(position.offset(), first.getValue())))
                .orElse(new Position(first.getKey(), 0));
    }

    /** The bytes of incomplete or damaged records that were cut off. */
    long cutBytes() {
        return cutBytes;
    }

    SpoolState state() {
        return new SpoolState(segments, acknowledged);
    }

    Segment active() {
        return active;
    }

    void acknowledge(Position position) throws IOException {
        acknowledgedFile.write(position);
    }

    @Override
    public void close() throws IOException {
        try (lock;
                acknowledgedFile) {
            // Closes both, even if one fails.
        }
    }
}
