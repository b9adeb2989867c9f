package io.logcast.e2e;

import io.logcast.local.process.Folders;
import io.logcast.local.process.LogTail;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** The command {@code logcast} as a process, by its start script. */
final class CliProcess implements AutoCloseable {

    private static final long PATIENCE_SECONDS = 120;

    private final Process process;
    private final Path out;
    private final Path err;

    private CliProcess(Process process, Path out, Path err) {
        this.process = process;
        this.out = out;
        this.err = err;
    }

    static Path script() {
        return Folders.projectRoot().resolve("logcast-cli/bin/logcast");
    }

    static CliProcess start(Map<String, String> environment, String... arguments) {
        return startWithInput(environment, "", arguments);
    }

    /** @param in the whole standard input */
    static CliProcess startWithInput(Map<String, String> environment, String in, String... arguments) {
        try {
            var folder = Files.createDirectories(Path.of("target/cli-processes"));
            var out = Files.createTempFile(folder, "command", ".out");
            var err = Files.createTempFile(folder, "command", ".err");
            var line = new ArrayList<>(List.of(script().toString()));
            line.addAll(List.of(arguments));
            var builder = new ProcessBuilder(line).redirectOutput(out.toFile()).redirectError(err.toFile());
            builder.environment().put("JAVA_HOME", System.getProperty("java.home"));
            builder.environment().putAll(environment);
            var process = builder.start();
            try (var stdin = process.outputWriter()) {
                stdin.write(in);
            }
            return new CliProcess(process, out, err);
        } catch (IOException e) {
            throw new IllegalStateException("logcast could not be started", e);
        }
    }

    /** Its exit status, once it has ended. */
    int status() {
        try {
            if (!process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
                close();
                throw new AssertionError("logcast has not ended: " + LogTail.of(err));
            }
            return process.exitValue();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while logcast ran", e);
        }
    }

    List<String> out() {
        return read(out).lines().toList();
    }

    String err() {
        return read(err);
    }

    /** SIGKILL. It must still be running. */
    void kill() {
        if (!process.isAlive()) {
            throw new AssertionError("logcast has ended by itself: " + LogTail.of(err));
        }
        process.destroyForcibly();
        status();
    }

    private static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new IllegalStateException(file + " could not be read", e);
        }
    }

    @Override
    public void close() {
        process.destroyForcibly();
    }
}
