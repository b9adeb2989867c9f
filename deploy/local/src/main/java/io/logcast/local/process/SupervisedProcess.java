package io.logcast.local.process;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.lang.ProcessBuilder.Redirect;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.stream.Stream;

/**
 * A child process with a process group of its own. A bash script between it and this JVM reads from a pipe that the
 * kernel closes when the JVM ends, even by kill -9; then the script ends the whole group.
 */
public final class SupervisedProcess {
    private static final Duration KILL_TIME = Duration.ofSeconds(10);
    private static final String GUARD = guard();
    // Kept because the garbage collector would close the pipe of a process that is no longer referenced.
    private static final Set<SupervisedProcess> RUNNING = ConcurrentHashMap.newKeySet();

    private final String name;
    private final Path log;
    private final Process guard;

    private SupervisedProcess(String name, Path log, Process guard) {
        this.name = name;
        this.log = log;
        this.guard = guard;
    }

    private SupervisedProcess registered() {
        RUNNING.add(this);
        guard.onExit().thenRun(() -> RUNNING.remove(this));
        return this;
    }

    /** Starts the command; its output is appended to the log file. Returns without waiting for it to be ready. */
    public static SupervisedProcess start(ProcessSpec spec) {
        var command = new ArrayList<>(
                List.of("bash", "-c", GUARD, "guard", Long.toString(spec.grace().toSeconds())));
        command.addAll(spec.command());
        var builder = new ProcessBuilder(command)
                .directory(spec.folder().toFile())
                .redirectErrorStream(true)
                .redirectOutput(Redirect.appendTo(spec.log().toFile()));
        spec.environment().applyTo(builder.environment());
        try {
            Files.createDirectories(spec.folder());
            Files.createDirectories(spec.log().toAbsolutePath().getParent());
            return new SupervisedProcess(spec.name(), spec.log(), builder.start()).registered();
        } catch (IOException e) {
            throw new LocalProcessException(spec.name() + " could not be started: " + e.getMessage(), e);
        }
    }

    public boolean isAlive() {
        return guard.isAlive();
    }

    /** Asks the process to end (SIGTERM) and waits; after {@code patience} it is killed. */
    public void stop(Duration patience) {
        stop("TERM", patience);
    }

    /** Like {@link #stop(Duration)}, with another signal, named without SIG. */
    public void stop(String signal, Duration patience) {
        signal(signal);
        if (!ended(patience)) {
            kill();
        }
    }

    /** Ends the process and its descendants by SIGKILL and waits until they are gone. */
    public void kill() {
        // Some leave the process group, such as PostgreSQL's, and hold resources that the next start needs.
        var descendants = guard.descendants().toList();
        signal("KILL");
        boolean gone = ended(KILL_TIME);
        descendants.forEach(ProcessHandle::destroyForcibly);
        if (!gone || !Deadline.in(KILL_TIME).await(() -> descendants.stream().noneMatch(SupervisedProcess::runs))) {
            throw new LocalProcessException(name + " is still there after SIGKILL");
        }
    }

    // For ProcessHandle, a process that has ended is alive until its parent collects its status, but it has no command
    // any more.
    private static boolean runs(ProcessHandle process) {
        return process.isAlive() && process.info().command().isPresent();
    }

    /** Stops the process and its descendants (SIGSTOP) until {@link #resume()}. */
    public void pause() {
        signalEach("-STOP");
    }

    public void resume() {
        signalEach("-CONT");
    }

    private void signalEach(String signal) {
        var line = new ArrayList<>(List.of("kill", signal));
        // But not the guard, which ends the process when this JVM ends.
        guard.children()
                .filter(child -> !child.info().command().orElse("").endsWith("/bash"))
                .flatMap(child -> Stream.concat(Stream.of(child), child.descendants()))
                .map(process -> Long.toString(process.pid()))
                .forEach(line::add);
        Command.run(KILL_TIME, line.toArray(String[]::new)).orThrow();
    }

    /** Waits until the condition holds; throws with the end of the log if the process ends or time is up. */
    public void awaitReady(Deadline deadline, BooleanSupplier ready) {
        boolean done = deadline.await(() -> !isAlive() || ready.getAsBoolean());
        if (!isAlive()) {
            throw failure("ended with status " + guard.exitValue() + " before it was ready");
        }
        if (!done) {
            throw failure("was not ready in time");
        }
    }

    /** An exception that says what happened to this process, with the end of its log. */
    public LocalProcessException failure(String what) {
        return new LocalProcessException(name + " " + what + ". The end of " + log + ":\n" + LogTail.of(log));
    }

    private boolean ended(Duration patience) {
        try {
            return guard.waitFor(patience.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new LocalProcessException("Interrupted while " + name + " was ending", e);
        }
    }

    private void signal(String signal) {
        try {
            OutputStream pipe = guard.getOutputStream();
            pipe.write((signal + "\n").getBytes(StandardCharsets.US_ASCII));
            pipe.flush();
        } catch (IOException e) {
            // The pipe is broken because the process has ended, as requested.
        }
    }

    private static String guard() {
        try (InputStream script = SupervisedProcess.class.getResourceAsStream("guard.sh")) {
            if (script == null) {
                throw new IllegalStateException("guard.sh is missing from the jar");
            }
            return new String(script.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
