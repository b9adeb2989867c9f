package io.logcast.cli.files;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.logcast.cli.terminal.CliException;
import io.logcast.cli.terminal.ExitCode;
import io.logcast.model.wire.Ids;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The positions in a followed file and the files that it was rotated to, newest last, kept on disk. Each change
 * replaces the state file as a whole, so a killed process leaves either the old or the new one. Locked by one process.
 */
final class Positions implements AutoCloseable {

    private static final ObjectMapper JSON = JsonMapper.builder().build();
    /** The most positions that are kept: a program may still write its last lines to earlier files. */
    private static final int MAX = 16;

    /**
     * The contents of the state file.
     *
     * @param begun how many files were begun at this path, ever
     */
    private record Saved(
            @JsonProperty("path") String path,
            @JsonProperty("begun") int begun,
            @JsonProperty("positions") List<Position> positions) {

        Saved {
            Objects.requireNonNull(path);
            positions = List.copyOf(positions);
        }
    }

    private final Path file;
    private final FileChannel lock;
    private Saved saved;

    private Positions(Path file, FileChannel lock, Saved saved) {
        this.file = file;
        this.lock = lock;
        this.saved = saved;
    }

    /** @param followed absolute */
    static Positions open(Path folder, Path followed) throws IOException {
        Files.createDirectories(folder);
        var name = Ids.named(followed.toString()).toString();
        var lock = lock(folder.resolve(name + ".lock"), followed);
        try {
            var file = folder.resolve(name + ".json");
            return new Positions(file, lock, load(file).orElseGet(() -> new Saved(followed.toString(), 0, List.of())));
        } catch (IOException | RuntimeException e) {
            lock.close();
            throw e;
        }
    }

    private static FileChannel lock(Path path, Path followed) throws IOException {
        var channel = FileChannel.open(path, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
        try {
            if (channel.tryLock() != null) {
                return channel;
            }
        } catch (OverlappingFileLockException e) {
            // This process itself holds the lock.
        }
        channel.close();
        throw new CliException(ExitCode.FAILED, followed + " is already being sent with the same state folder");
    }

    private static Optional<Saved> load(Path file) throws IOException {
        if (!Files.exists(file)) {
            return Optional.empty();
        }
        try {
            return Optional.of(JSON.readValue(file.toFile(), Saved.class));
        } catch (JsonProcessingException e) {
            throw new CliException(
                    ExitCode.FAILED,
                    file
                            + " is damaged. If you delete it, the log file is sent again from its beginning; if it was"
                            + " ever rotated or truncated, its lines get new ids and are stored twice");
        }
    }

    List<Position> all() {
        return saved.positions;
    }

    /** The position of the file that was begun last. */
    @Nullable
    Position newest() {
        return saved.positions.isEmpty() ? null : saved.positions.get(saved.positions.size() - 1);
    }

    Optional<Position> ofInode(String inode) {
        return saved.positions.stream()
                .filter(position -> position.inode().equals(inode))
                .findFirst();
    }

    /** How many files were begun here before. */
    int begun() {
        return saved.begun;
    }

    /** Begins a file. */
    void add(Position position) throws IOException {
        var positions = new ArrayList<>(withoutInodeOf(position));
        positions.add(position);
        if (positions.size() > MAX) {
            positions.remove(0);
        }
        save(new Saved(saved.path, saved.begun + 1, positions));
    }

    /** Records that the file with this id has moved, or that another file continues its bytes. */
    void replace(Position position) throws IOException {
        var positions = withoutInodeOf(position).stream()
                .map(old -> old.id().equals(position.id()) ? position : old)
                .toList();
        save(new Saved(saved.path, saved.begun, positions));
    }

    /** An inode belongs to the file that had it last; the others are gone. */
    private List<Position> withoutInodeOf(Position position) {
        return saved.positions.stream()
                .map(old -> old.inode().equals(position.inode()) && !old.id().equals(position.id()) ? old.gone() : old)
                .toList();
    }

    private void save(Saved changed) throws IOException {
        var part = file.resolveSibling(file.getFileName() + ".part");
        try (var channel = FileChannel.open(
                part, StandardOpenOption.CREATE, StandardOpenOption.TRUNCATE_EXISTING, StandardOpenOption.WRITE)) {
            var bytes = ByteBuffer.wrap(JSON.writeValueAsBytes(changed));
            while (bytes.hasRemaining()) {
                channel.write(bytes);
            }
            channel.force(true);
        }
        Files.move(part, file, StandardCopyOption.ATOMIC_MOVE);
        saved = changed;
    }

    @Override
    public void close() throws IOException {
        lock.close();
    }
}
