package io.logcast.cli.files;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Reads the log file at one path. First come the unsent lines of earlier files that have been renamed, or copied and
 * truncated; then the current file. Nothing is held open or in memory between two calls: the files themselves are the
 * buffer.
 */
public final class FollowedFile implements AutoCloseable {

    private static final int CHUNK = 512 * 1024;
    /** After this many calls, the folder is searched although the path still leads to the same file. */
    private static final int CALLS_BETWEEN_LOOKS = 50;
    /** The same while the file at the path is empty, since a program may still write to the renamed file. */
    private static final int CALLS_BETWEEN_LOOKS_WHILE_EMPTY = 5;

    private static final String NOTHING_YET = "nothing yet";

    private final Path path;
    private final boolean follow;
    private final String host;
    private final Positions positions;
    private String lookedAt = NOTHING_YET;
    private int callsSinceLook;
    private @Nullable Sighting atItsEnd;

    private FollowedFile(Path path, boolean follow, String host, Positions positions) {
        this.path = path;
        this.follow = follow;
        this.host = host;
        this.positions = positions;
    }

    /**
     * @param follow whether more will be written; if not, the last line needs no line break
     * @param host distinguishes this machine's files from those of others
     */
    public static FollowedFile open(Path path, boolean follow, String host, Path stateFolder) throws IOException {
        var absolute = path.toAbsolutePath().normalize();
        return new FollowedFile(absolute, follow, host, Positions.open(stateFolder, absolute));
    }

    /** The next lines; null if there are none at the moment. */
    public @Nullable Chunk next() throws IOException {
        var current = Sighting.of(path).orElse(null);
        if (isTimeToLook(current)) {
            var chunk = nextOfRotated(current);
            if (chunk != null) {
                return chunk;
            }
            lookedAt = kind(current);
            callsSinceLook = 0;
        }
        return current == null ? null : nextOfCurrent(current);
    }

    /** To be called when all lines of the chunk are stored, or refused for good. */
    public void settled(Chunk chunk) throws IOException {
        positions.replace(chunk.after());
    }

    private boolean isTimeToLook(@Nullable Sighting current) {
        callsSinceLook++;
        var isWritten = current != null && current.size() > 0;
        return !kind(current).equals(lookedAt)
                || callsSinceLook >= (isWritten ? CALLS_BETWEEN_LOOKS : CALLS_BETWEEN_LOOKS_WHILE_EMPTY);
    }

    /** A text that changes when files have been moved, and when a new one is written to for the first time. */
    private static String kind(@Nullable Sighting current) {
        return current == null ? "" : current.inode() + (current.size() == 0 ? " empty" : "");
    }

    private @Nullable Chunk nextOfRotated(@Nullable Sighting current) throws IOException {
        // Leaves out the current file, which is not complete: the path may be a link to it, or it was just renamed.
        var rotated = Sighting.rotatedOf(path).stream()
                .filter(sighting -> current == null || !sighting.inode().equals(current.inode()))
                .toList();
        // A program that writes to the new file has finished the old one.
        var isEnd = !follow || (current != null && current.size() > 0);
        var chunk = nextOfKnown(rotated, isEnd);
        return chunk == null ? nextOfUnknown(rotated, current, isEnd) : chunk;
    }

    private @Nullable Chunk nextOfKnown(List<Sighting> rotated, boolean isEnd) throws IOException {
        for (var position : positions.all()) {
            for (var sighting : rotated) {
                if (sighting.inode().equals(position.inode()) && sighting.size() > position.offset()) {
                    var chunk = read(sighting, position, isEnd);
                    if (chunk != null) {
                        return chunk;
                    }
                }
            }
        }
        return null;
    }

    /** The next lines of files that were created and renamed unnoticed. */
    private @Nullable Chunk nextOfUnknown(List<Sighting> rotated, @Nullable Sighting current, boolean isEnd)
            throws IOException {
        var newest = positions.newest();
        if (newest == null || (current != null && current.inode().equals(newest.inode()))) {
            return null;
        }
        for (var sighting : rotated) {
            if (sighting.modified() >= newest.modified() && isUnknown(sighting) && !isEarlierCopy(sighting, newest)) {
                var chunk = begin(sighting, isEnd);
                if (chunk != null) {
                    return chunk;
                }
            }
        }
        return null;
    }

    private @Nullable Chunk nextOfCurrent(Sighting current) throws IOException {
        if (current.equals(atItsEnd)) {
            return null;
        }
        var position = positions.ofInode(current.inode());
        if (position.isPresent() && !isIn(current, position.get())) {
            abandon(position.get());
            var rest = nextOfRotated(current);
            if (rest != null) {
                return rest;
            }
            position = positions.ofInode(current.inode());
        }
        var chunk = position.isPresent() ? read(current, position.get(), !follow) : begin(current, !follow);
        atItsEnd = chunk == null ? current : null;
        return chunk;
    }

    /** Whether it was not begun. It may have the inode of a file that was begun, and then deleted or overwritten. */
    private boolean isUnknown(Sighting sighting) throws IOException {
        var position = positions.ofInode(sighting.inode());
        return position.isEmpty() || !isIn(sighting, position.get());
    }

    /** Whether it is a copy of a file that has vanished. It may be older than the last lines that were sent. */
    private static boolean isEarlierCopy(Sighting sighting, Position newest) throws IOException {
        if (!newest.isGone()) {
            return false;
        }
        try (var file = sighting.open().orElse(null)) {
            return file == null || newest.beginning().isIn(file);
        }
    }

    private static boolean isIn(Sighting sighting, Position position) throws IOException {
        try (var file = sighting.open().orElse(null)) {
            return file == null || position.isIn(file);
        }
    }

    /**
     * The file was truncated, or is another one with the same inode. If it was copied before, the copy takes its place.
     */
    private void abandon(Position position) throws IOException {
        // So that all rotated files are read before the new lines of this one.
        lookedAt = NOTHING_YET;
        for (var copy : Sighting.rotatedOf(path)) {
            if (copy.modified() >= position.modified() && isUnknown(copy) && isIn(copy, position)) {
                positions.replace(position.movedTo(copy.inode()));
                return;
            }
        }
        positions.replace(position.gone());
    }

    private @Nullable Chunk begin(Sighting sighting, boolean isEnd) throws IOException {
        try (var file = sighting.open().orElse(null)) {
            var beginning = file == null ? null : Section.beginning(file, isEnd);
            if (file == null || beginning == null) {
                return null;
            }
            // The ids of lines are made of it, so its digits must not depend on the default locale.
            // It has the path too, since files at other paths may have had this inode and the same first line.
            var id = String.join(
                    ":",
                    host,
                    sighting.device(),
                    sighting.inode(),
                    beginning.hash(),
                    String.valueOf(positions.begun()),
                    path.toString());
            var position =
                    new Position(id, sighting.inode(), beginning, 0, Section.before(file, 0), sighting.modified());
            // Written to disk before any line is sent, so that the lines keep these ids whatever happens to the file.
            positions.add(position);
            return read(file, sighting, position, isEnd);
        }
    }

    private static @Nullable Chunk read(Sighting sighting, Position position, boolean isEnd) throws IOException {
        try (var file = sighting.open().orElse(null)) {
            return file == null || !position.isIn(file) ? null : read(file, sighting, position, isEnd);
        }
    }

    private static @Nullable Chunk read(FileChannel file, Sighting sighting, Position position, boolean isEnd)
            throws IOException {
        var bytes = Section.read(file, position.offset(), CHUNK);
        var isLast = isEnd && position.offset() + bytes.length >= file.size();
        var lines = Lines.of(bytes, bytes.length, position.offset(), isLast);
        if (lines.length() == 0) {
            return null;
        }
        var offset = position.offset() + lines.length();
        return new Chunk(position.at(offset, Section.before(file, offset), sighting.modified()), lines.lines());
    }

    @Override
    public void close() throws IOException {
        positions.close();
    }
}
