package io.logcast.chaos.site;

import io.logcast.local.process.Command;
import io.logcast.local.process.Deadline;
import io.logcast.local.process.LocalProcessException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * An ext4 file system in a file, which can be filled, and whose power can be cut: whatever was not synced is lost, as in
 * a power failure. Needs root, and a kernel with loop devices.
 */
public final class LoopDisk {

    private static final String SIZE = "2G";
    /** What {@link #fill} leaves for the file system's own blocks at first. */
    private static final long SPARE_BYTES = 1024 * 1024;

    private static final Duration PATIENCE = Duration.ofSeconds(30);
    /** EXT4_IOC_SHUTDOWN with EXT4_GOING_FLAGS_NOLOGFLUSH: no more writes reach the disk, not even the journal's. */
    private static final String SHUT_DOWN = """
            open(my $root, "<", $ARGV[0]) or die "$ARGV[0]: $!";
            my $noLogFlush = pack("L", 2);
            ioctl($root, 0x8004587d, $noLogFlush) or die "EXT4_IOC_SHUTDOWN: $!";
            """;

    private final Path folder;
    private final Path image;
    private final List<Path> ballast;

    private LoopDisk(Path folder) {
        this.folder = folder;
        this.ballast = List.of(folder.resolve("ballast"), folder.resolve("ballast-rest"));
        this.image = folder.resolveSibling(folder.getFileName() + ".img");
    }

    /** Why this machine cannot have one; empty if it can. */
    static Optional<String> obstacle() {
        return "root".equals(System.getProperty("user.name")) && Files.exists(Path.of("/dev/loop-control"))
                ? Optional.empty()
                : Optional.of("a disk whose power can be cut takes root and loop devices");
    }

    static LoopDisk mount(Path folder) {
        var disk = new LoopDisk(folder.toAbsolutePath());
        try {
            Files.createDirectories(disk.folder);
            Files.deleteIfExists(disk.image);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        run("truncate", "-s", SIZE, disk.image.toString());
        // Without blocks that are reserved for root.
        run("mkfs.ext4", "-q", "-F", "-m", "0", disk.image.toString());
        disk.mount();
        return disk;
    }

    Path folder() {
        return folder;
    }

    /** Writes everything to the disk, as would have happened by itself after a quiet hour. */
    void sync() {
        run("sync", "--file-system", folder.toString());
    }

    /** Takes all the space that is left, until {@link #makeRoom}. */
    public void fill() {
        long left = folder.toFile().getUsableSpace() - SPARE_BYTES;
        run("fallocate", "--length", Long.toString(left), ballast.get(0).toString());
        // It ends with an error, when nothing is left.
        Command.run(PATIENCE, "dd", "if=/dev/zero", "of=" + ballast.get(1), "bs=4k");
    }

    public void makeRoom() {
        try {
            for (var file : ballast) {
                Files.deleteIfExists(file);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** From now on nothing reaches the disk, and every read or write fails. */
    void cutPower() {
        run("perl", "-e", SHUT_DOWN, folder.toString());
    }

    /**
     * Mounts the disk as it was when its power was cut; its users must have ended. This is a copy of the disk: another
     * process on this machine may have inherited the old mount, which stays dead as long as that process lives.
     */
    void restorePower() {
        unmount();
        try {
            var copy = image.resolveSibling(image.getFileName() + ".new");
            run("cp", "--sparse=always", image.toString(), copy.toString());
            Files.move(copy, image, StandardCopyOption.REPLACE_EXISTING);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        mount();
    }

    void close() {
        unmount();
        try {
            Files.deleteIfExists(image);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void mount() {
        run("mount", "-o", "loop", image.toString(), folder.toString());
    }

    private void unmount() {
        // Its last users may take a moment to end.
        if (!Deadline.in(PATIENCE).await(() -> Command.succeeds(PATIENCE, "umount", folder.toString()))) {
            throw new LocalProcessException(folder + " is still in use");
        }
    }

    private static void run(String... line) {
        Command.run(PATIENCE, line).orThrow();
    }
}
