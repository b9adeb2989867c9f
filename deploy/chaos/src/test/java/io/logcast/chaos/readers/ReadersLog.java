package io.logcast.chaos.readers;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Instant;

/** What happened to the streams of the live tail, and which events readers did not get; beside the logs of the services. */
public final class ReadersLog {

    private static final Path FILE = Path.of("target", "chaos", "readers.log");

    private ReadersLog() {}

    /** Appends a line with the time. */
    public static synchronized void note(String line, Object... arguments) {
        try {
            Files.createDirectories(FILE.getParent());
            Files.writeString(
                    FILE,
                    Instant.now() + " " + line.formatted(arguments) + "\n",
                    StandardOpenOption.CREATE,
                    StandardOpenOption.APPEND);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
