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
import java.util.Optional;

/**
 * An ext4 file system in a file, whose power can be cut: whatever was not synced is gone, as after a power failure. It
 * takes root, and a kernel with loop devices.
 */
final class LoopDisk {

    private static final String SIZE = "2G";
    private static final Duration PATIENCE = Duration.ofSeconds(30);
    /** EXT4_IOC_SHUTDOWN with EXT4_GOING_FLAGS_NOLOGFLUSH: no more writes, not even those of the journal. */
    private static final String SHUT_DOWN = """
            open(my $root, "<", $ARGV[0]) or die "$ARGV[0]: $!";
            my $noLogFlush = pack("L", 2);
            ioctl($root, 0x8004587d, $noLogFlush) or die "EXT4_IOC_SHUTDOWN: $!";
            """;

    private final Path folder;
    private final Path image;

    private LoopDisk(Path folder) {
        this.folder = folder;
        this.image = folder.resolveSibling(folder.getFileName() + ".img");
    }

    /** Why there can be none here; empty if there can. */
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
        run("mkfs.ext4", "-q", "-F", disk.image.toString());
        disk.mount();
        return disk;
    }

    Path folder() {
        return folder;
    }

    /** Writes everything, as an hour of quiet would have. */
    void sync() {
        run("sync", "--file-system", folder.toString());
    }

    /** Nothing reaches the disk any more, and whoever reads or writes gets an error. */
    void cutPower() {
        run("perl", "-e", SHUT_DOWN, folder.toString());
    }

    /**
     * What the disk had when its power was cut; its users have to be gone. It is a copy of the disk: a process elsewhere
     * on this machine may have got a mount of the old one, which then stays dead for as long as that process lives.
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
        // The last of its users may take a moment to go.
        if (!Deadline.in(PATIENCE).await(() -> Command.succeeds(PATIENCE, "umount", folder.toString()))) {
            throw new LocalProcessException(folder + " is still in use");
        }
    }

    private static void run(String... line) {
        Command.run(PATIENCE, line).orThrow();
    }
}
