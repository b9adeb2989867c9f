package io.logcast.local.process;

import java.io.IOException;
import java.lang.ProcessBuilder.Redirect;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** A command that has run to its end: its status, and its output of both streams together. */
public record Command(List<String> line, int status, String output) {
    /** The status of a command that a signal ended is this and the signal's number. */
    private static final int SIGNALS = 128;

    /** Runs the command; throws if it cannot be started, or has not ended by the deadline. */
    public static Command run(Duration deadline, Environment environment, List<String> line) {
        try {
            Path out = Files.createTempFile("logcast", ".out");
            try {
                return run(deadline, environment, line, out);
            } finally {
                Files.deleteIfExists(out);
            }
        } catch (IOException e) {
            throw new LocalProcessException(line.get(0) + " could not be run: " + e.getMessage(), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new LocalProcessException("Interrupted while " + line.get(0) + " ran", e);
        }
    }

    public static Command run(Duration deadline, String... line) {
        return run(deadline, Environment.inheritingAll(Map.of()), List.of(line));
    }

    /** Whether the command exists, ends in time and succeeds. */
    public static boolean succeeds(Duration deadline, String... line) {
        try {
            return run(deadline, line).status() == 0;
        } catch (LocalProcessException e) {
            return false;
        }
    }

    /** Returns this; throws an exception with the command's output if its status is not 0. */
    public Command orThrow() {
        if (status != 0) {
            throw new LocalProcessException(
                    String.join(" ", line) + " failed with status " + status + ":\n" + output.strip(),
                    status > SIGNALS);
        }
        return this;
    }

    // Into a file, not a pipe: a grandchild that keeps the pipe open would hold up the reader.
    private static Command run(Duration deadline, Environment environment, List<String> line, Path out)
            throws IOException, InterruptedException {
        var builder = new ProcessBuilder(line)
                .redirectErrorStream(true)
                .redirectInput(Redirect.from(new java.io.File("/dev/null")))
                .redirectOutput(out.toFile());
        environment.applyTo(builder.environment());
        var process = builder.start();
        try {
            if (!process.waitFor(deadline.toMillis(), TimeUnit.MILLISECONDS)) {
                throw new LocalProcessException(LogTail.of(out) + "\n" + String.join(" ", line) + " was not done in "
                        + deadline.toSeconds() + " s");
            }
            return new Command(line, process.exitValue(), Files.readString(out));
        } finally {
            process.destroyForcibly();
        }
    }
}
