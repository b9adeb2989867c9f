package io.logcast.e2e;

import io.logcast.local.process.LogTail;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** A command line as a user types it, with its output in a file. */
final class ShellProcess implements AutoCloseable {

    private static final Duration END = Duration.ofMinutes(1);

    private final Process process;
    private final Path output;

    private ShellProcess(Process process, Path output) {
        this.process = process;
        this.output = output;
    }

    /** @param line a command without pipes and lists, so that a signal reaches the command itself */
    static ShellProcess start(Path folder, Map<String, String> environment, String line) {
        try {
            var output = Files.createTempFile(Files.createDirectories(Path.of("target/shell")), "command", ".out");
            var builder = new ProcessBuilder(List.of("bash", "-c", "exec " + line))
                    .directory(folder.toFile())
                    .redirectErrorStream(true)
                    .redirectOutput(output.toFile());
            builder.environment().putAll(environment);
            return new ShellProcess(builder.start(), output);
        } catch (IOException e) {
            throw new IllegalStateException(line + " could not be started", e);
        }
    }

    /** The command as a shell would start it in its background. */
    static String ignoringInterrupts(String line) {
        return "bash -c 'trap \"\" INT QUIT; exec " + line + "'";
    }

    String output() {
        try {
            return Files.readString(output);
        } catch (IOException e) {
            throw new IllegalStateException(output + " could not be read", e);
        }
    }

    /** The end of the output, for the description of a failure. */
    String outputTail() {
        return LogTail.of(output);
    }

    boolean isRunning() {
        return process.isAlive();
    }

    ProcessHandle handle() {
        return process.toHandle();
    }

    /** Sends SIGINT, as Ctrl-C does, and waits until it has ended. */
    void interrupt() {
        try {
            new ProcessBuilder("kill", "-INT", Long.toString(process.pid()))
                    .start()
                    .waitFor();
            if (!process.waitFor(END.toSeconds(), TimeUnit.SECONDS)) {
                throw new AssertionError("Ctrl-C did not end it: " + outputTail());
            }
        } catch (IOException | InterruptedException e) {
            throw new IllegalStateException("no signal could be sent", e);
        }
    }

    int exitStatus() {
        try {
            if (!process.waitFor(END.toSeconds(), TimeUnit.SECONDS)) {
                throw new AssertionError("not done in time: " + outputTail());
            }
            return process.exitValue();
        } catch (InterruptedException e) {
            throw new IllegalStateException("interrupted while a command ran", e);
        }
    }

    @Override
    public void close() {
        process.descendants().forEach(ProcessHandle::destroy);
        process.destroy();
    }
}
