package io.logcast.local.process;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Folders that several JVMs may create at the same time, and the project's own folders. */
public final class Folders {
    private static final Object LOCK = new Object();
    private static final String DRAFT = ".draft";

    private Folders() {}

    /** Fills a folder. */
    @FunctionalInterface
    public interface Filler {
        void fill(Path folder) throws IOException;
    }

    /** The project's root: the nearest folder above the working folder that has the Maven wrapper. */
    public static Path projectRoot() {
        Path here = Path.of("").toAbsolutePath();
        for (Path folder = here; folder != null; folder = folder.getParent()) {
            if (Files.exists(folder.resolve("mvnw"))) {
                return folder;
            }
        }
        return here;
    }

    /** Where this project keeps local state: {@code .local} below the root, ignored by git. */
    public static Path localState() {
        return projectRoot().resolve(".local");
    }

    /**
     * The folder, which is filled once: under another name and a file lock, and then renamed. So it is either complete
     * or does not exist.
     */
    public static Path filledOnce(Path folder, Filler filler) {
        if (Files.isDirectory(folder)) {
            return folder;
        }
        // File locks are held on behalf of the whole JVM, so threads need one of their own.
        synchronized (LOCK) {
            try {
                Files.createDirectories(folder.getParent());
                fillLocked(folder, filler);
                return folder;
            } catch (IOException e) {
                throw new LocalProcessException(folder + " could not be filled: " + e.getMessage(), e);
            }
        }
    }

    public static void delete(Path folder) {
        if (!Files.exists(folder)) {
            return;
        }
        try {
            Files.walkFileTree(folder, new Deleter());
        } catch (IOException e) {
            throw new LocalProcessException(folder + " could not be deleted: " + e.getMessage(), e);
        }
    }

    /** Copies the contents of a folder into an existing one; files keep their permissions. */
    public static void copy(Path from, Path to) throws IOException {
        try (var files = Files.walk(from)) {
            for (var file : (Iterable<Path>) files::iterator) {
                var target = to.resolve(from.relativize(file).toString());
                if (!Files.isDirectory(target)) {
                    Files.copy(file, target, StandardCopyOption.COPY_ATTRIBUTES);
                }
            }
        }
    }

    private static void fillLocked(Path folder, Filler filler) throws IOException {
        Path lock = folder.resolveSibling(folder.getFileName() + ".lock");
        try (var channel = FileChannel.open(lock, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
                var held = channel.lock()) {
            if (Files.isDirectory(folder) || !held.isValid()) {
                return;
            }
            deleteDrafts(folder);
            Path draft = folder.resolveSibling(folder.getFileName() + DRAFT + UUID.randomUUID());
            Files.createDirectories(draft);
            filler.fill(draft);
            Files.move(draft, folder, StandardCopyOption.ATOMIC_MOVE);
        }
    }

    /**
     * Only the holder of the lock gets here, so existing drafts are left from interrupted attempts. A program that such
     * an attempt started may still write into its draft: a new draft has a new name, and what cannot be deleted yet is
     * deleted by a later attempt.
     */
    private static void deleteDrafts(Path folder) throws IOException {
        try (var drafts = Files.newDirectoryStream(folder.getParent(), folder.getFileName() + DRAFT + "*")) {
            for (Path draft : drafts) {
                try {
                    Files.walkFileTree(draft, new Deleter());
                } catch (IOException e) {
                    continue;
                }
            }
        }
    }

    private static final class Deleter extends SimpleFileVisitor<Path> {
        @Override
        public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
            Files.deleteIfExists(file);
            return FileVisitResult.CONTINUE;
        }

        @Override
        public FileVisitResult postVisitDirectory(Path folder, @Nullable IOException e) throws IOException {
            Files.deleteIfExists(folder);
            return FileVisitResult.CONTINUE;
        }
    }
}
