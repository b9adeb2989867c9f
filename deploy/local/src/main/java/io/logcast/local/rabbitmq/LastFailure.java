package io.logcast.local.rabbitmq;

import io.logcast.local.process.LocalProcessException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;

/**
 * A file that keeps the reason why something could not be downloaded, so that a machine without a network does not wait
 * for it at each start.
 */
record LastFailure(Path file) {
    private static final Duration REMEMBERED = Duration.ofHours(1);

    /** A file may be a little newer than the clock says. One from the future was written before the clock was set right. */
    private static final Duration CLOCK = Duration.ofMinutes(1);

    /** Something that may fail. */
    @FunctionalInterface
    interface Attempt {
        void run() throws IOException;
    }

    /** Runs the attempt, unless it failed less than an hour ago; then it fails for the same reason. */
    void remembering(Attempt attempt) throws IOException {
        if (isRecent()) {
            throw new LocalProcessException(
                    Files.readString(file) + " (less than an hour ago; to try again, delete " + file + ")");
        }
        try {
            attempt.run();
            Files.deleteIfExists(file);
        } catch (LocalProcessException | IOException e) {
            if (!(e instanceof LocalProcessException ended && ended.wasInterrupted())) {
                Files.createDirectories(file.getParent());
                Files.writeString(file, reason(e));
            }
            throw e;
        }
    }

    /** The last line of the message: in a command's output, this is the line that says why it ended. */
    static String reason(Exception e) {
        var lines = String.valueOf(e.getMessage()).strip().lines().toList();
        return lines.get(lines.size() - 1);
    }

    private boolean isRecent() throws IOException {
        if (!Files.exists(file)) {
            return false;
        }
        var written = Files.getLastModifiedTime(file).toInstant();
        var now = Instant.now();
        return written.isAfter(now.minus(REMEMBERED)) && written.isBefore(now.plus(CLOCK));
    }
}
