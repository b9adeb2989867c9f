package io.logcast.chaos.site;

import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Copies the logs below a folder. What vanishes meanwhile, or cannot be read, is left out. */
final class LogCopier extends SimpleFileVisitor<Path> {

    private final Path from;
    private final Path to;
    private final Path except;

    /** @param except the folder of earlier copies */
    LogCopier(Path from, Path to, Path except) {
        this.from = from;
        this.to = to;
        this.except = except;
    }

    @Override
    public FileVisitResult preVisitDirectory(Path folder, BasicFileAttributes attributes) {
        return folder.equals(except) ? FileVisitResult.SKIP_SUBTREE : FileVisitResult.CONTINUE;
    }

    @Override
    public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
        if (file.toString().endsWith(".log")) {
            copy(file);
        }
        return FileVisitResult.CONTINUE;
    }

    private void copy(Path log) {
        try {
            var copy = to.resolve(from.relativize(log));
            Files.createDirectories(Objects.requireNonNull(copy.getParent()));
            Files.copy(log, copy, StandardCopyOption.REPLACE_EXISTING);
        } catch (IOException e) {
            System.out.println("[chaos] " + log + " could not be kept: " + e.getMessage());
        }
    }

    @Override
    public FileVisitResult visitFileFailed(Path file, IOException e) {
        return FileVisitResult.CONTINUE;
    }

    @Override
    public FileVisitResult postVisitDirectory(Path folder, @Nullable IOException e) {
        return FileVisitResult.CONTINUE;
    }
}
