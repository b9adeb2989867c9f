package io.logcast.e2e;

import io.logcast.local.process.Folders;
import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.List;
import java.util.Set;

/** A copy of the project like a fresh clone: nothing built, no local state. Tests edit and run it. */
record ProjectCopy(Path root) {

    private static final Set<String> NOT_IN_A_CLONE = Set.of("target", ".git", ".local", ".idea");

    static ProjectCopy in(String folder) {
        var source = Folders.projectRoot();
        var copy = Path.of("target", folder).toAbsolutePath();
        Folders.delete(copy);
        try {
            Files.walkFileTree(source, new Copier(source, copy));
        } catch (IOException e) {
            throw new IllegalStateException("The project could not be copied to " + copy, e);
        }
        return new ProjectCopy(copy);
    }

    /** Links what the project's other tests have downloaded, or could not, so that it is not downloaded twice. */
    ProjectCopy withDownloads() {
        var downloads = Folders.localState().resolve("rabbitmq");
        var links = root.resolve(".local/rabbitmq");
        try {
            Files.createDirectories(links);
            for (var name : List.of(
                    "forky", "bookworm", "root", "forky.unavailable", "docker.unavailable", "podman.unavailable")) {
                if (Files.exists(downloads.resolve(name))) {
                    Files.createSymbolicLink(links.resolve(name), downloads.resolve(name));
                }
            }
        } catch (IOException e) {
            throw new IllegalStateException(downloads + " could not be linked in " + root, e);
        }
        return this;
    }

    /** Replaces a text in one of its files, which must contain it. */
    void edit(String file, String text, String replacement) {
        try {
            var path = root.resolve(file);
            var content = Files.readString(path);
            if (!content.contains(text)) {
                throw new AssertionError(file + " has no longer: " + text);
            }
            Files.writeString(path, content.replace(text, replacement));
        } catch (IOException e) {
            throw new IllegalStateException(file + " could not be edited", e);
        }
    }

    private static final class Copier extends SimpleFileVisitor<Path> {

        private final Path source;
        private final Path copy;

        Copier(Path source, Path copy) {
            this.source = source;
            this.copy = copy;
        }

        @Override
        public FileVisitResult preVisitDirectory(Path folder, BasicFileAttributes attributes) throws IOException {
            if (NOT_IN_A_CLONE.contains(String.valueOf(folder.getFileName()))) {
                return FileVisitResult.SKIP_SUBTREE;
            }
            Files.createDirectories(copy.resolve(source.relativize(folder)));
            return FileVisitResult.CONTINUE;
        }

        @Override
        public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
            Files.copy(file, copy.resolve(source.relativize(file)));
            return FileVisitResult.CONTINUE;
        }
    }
}
