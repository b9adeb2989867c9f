package io.logcast.chaos.readers;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Instant;

/** What happened to the streams of the live tail, beside the logs of the services. */
public final class TailLog {

    private static final Path FILE = Path.of("target", "chaos", "tail.log");

    private TailLog() {}

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
