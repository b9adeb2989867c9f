package io.logcast.cli.files;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A log file that a program writes and logrotate rotates, and the lines sent from it. Like the archive, it keeps the
 * first text of an id.
 */
final class Log {

    private final Path folder;
    private final Map<String, String> archive = new LinkedHashMap<>();
    private int rotations;

    Log(Path folder) {
        this.folder = folder;
    }

    Path path() {
        return folder.resolve("app.log");
    }

    Path state() {
        return folder.resolve("state");
    }

    FollowedFile follow() throws IOException {
        return FollowedFile.open(path(), true, "host", state());
    }

    void append(String text) throws IOException {
        appendTo(path(), text);
    }

    /** Appends to the file that was renamed last, as a late program does. */
    void appendToRotated(String text) throws IOException {
        appendTo(rotated(), text);
    }

    private static void appendTo(Path file, String text) throws IOException {
        Files.writeString(file, text, StandardOpenOption.CREATE, StandardOpenOption.APPEND);
    }

    void rename() throws IOException {
        rotations++;
        Files.move(path(), rotated());
    }

    void copyAndTruncate() throws IOException {
        rotations++;
        Files.copy(path(), rotated(), StandardCopyOption.REPLACE_EXISTING);
        truncate();
    }

    void truncate() throws IOException {
        Files.write(path(), new byte[0], StandardOpenOption.TRUNCATE_EXISTING, StandardOpenOption.WRITE);
    }

    Path rotated() {
        return folder.resolve("app.log." + rotations);
    }

    /** Sends everything that exists. */
    void sendAll(FollowedFile file) throws IOException {
        // The folder is searched only now and then.
        for (int idle = 0; idle < 60; idle++) {
            for (var chunk = file.next(); chunk != null; chunk = file.next()) {
                send(chunk);
                file.settled(chunk);
                idle = 0;
            }
        }
    }

    void send(Chunk chunk) {
        for (var line : chunk.lines()) {
            var text = new String(line.text(), StandardCharsets.UTF_8);
            var first = archive.putIfAbsent(chunk.file() + "#" + line.offset(), text);
            if (first != null && !first.equals(text)) {
                throw new AssertionError("two lines have the same id: " + first + ", " + text);
            }
        }
    }

    /** The text of each id. */
    List<String> archived() {
        return List.copyOf(archive.values());
    }
}
