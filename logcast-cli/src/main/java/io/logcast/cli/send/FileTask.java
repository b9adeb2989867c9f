package io.logcast.cli.send;

import io.logcast.cli.files.FollowedFile;
import io.logcast.cli.terminal.CliException;
import io.logcast.cli.terminal.ExitCode;
import io.logcast.cli.terminal.Terminal;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.Semaphore;

/**
 * Sends one file, to its end or for ever. A position is written only when everything before it is stored, or refused
 * for good.
 */
final class FileTask {

    private static final long POLL_MILLIS = 200;
    /** How many chunks of files may be in memory at a time. */
    private static final Semaphore CHUNKS = new Semaphore(8);

    /** A part of the command that can fail on its own. */
    interface Work {
        void run() throws IOException, InterruptedException;
    }

    private final Terminal terminal;
    private final Path path;
    private final boolean follow;
    private final String host;
    private final Path stateFolder;
    private final EventEncoder encoder;
    private final EventSender sender;

    FileTask(
            Terminal terminal,
            Path path,
            boolean follow,
            String host,
            Path stateFolder,
            EventEncoder encoder,
            EventSender sender) {
        this.terminal = terminal;
        this.path = path;
        this.follow = follow;
        this.host = host;
        this.stateFolder = stateFolder;
        this.encoder = encoder;
        this.sender = sender;
    }

    /** One that fails does not end the others. Returns the first status that is not 0, once all have ended. */
    static int runAll(List<FileTask> tasks) {
        var threads = Executors.newFixedThreadPool(tasks.size());
        try {
            var running = tasks.stream()
                    .map(task -> threads.submit(() -> run(task.terminal, task.path.toString(), task::sendAll)))
                    .toList();
            // All are waited for before the first failure is looked for.
            var statuses = running.stream().map(FileTask::status).toList();
            return statuses.stream()
                    .filter(status -> status != ExitCode.OK)
                    .findFirst()
                    .orElse(ExitCode.OK);
        } finally {
            threads.shutdownNow();
        }
    }

    /** Returns the exit status, and reports a failure to the user. */
    static int run(Terminal terminal, String name, Work work) {
        try {
            work.run();
            return ExitCode.OK;
        } catch (CliException e) {
            terminal.note(e.text());
            return e.exitCode();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return ExitCode.FAILED;
        } catch (IOException e) {
            terminal.note(name + ": " + (e.getMessage() == null ? e.getClass().getSimpleName() : e.getMessage()));
            return ExitCode.FAILED;
        } catch (UnsupportedOperationException e) {
            terminal.note(name + ": this file system has no inodes, by which files are recognised");
            return ExitCode.FAILED;
        } catch (RuntimeException e) {
            // Told at once, since other files may be followed for ever.
            terminal.note(name + ": unexpected failure: " + e);
            return ExitCode.FAILED;
        }
    }

    private void sendAll() throws IOException, InterruptedException {
        if (!follow && !Files.exists(path)) {
            throw new CliException(ExitCode.FAILED, path + " does not exist");
        }
        try (var file = FollowedFile.open(path, follow, host, stateFolder)) {
            while (true) {
                if (sendNext(file)) {
                    continue;
                }
                if (!follow) {
                    return;
                }
                Thread.sleep(POLL_MILLIS);
            }
        }
    }

    private boolean sendNext(FollowedFile file) throws IOException, InterruptedException {
        CHUNKS.acquire();
        try {
            var chunk = file.next();
            if (chunk == null) {
                return false;
            }
            sender.send(chunk.lines().stream()
                    .flatMap(line -> encoder.encode(chunk.file(), line).stream())
                    .toList());
            file.settled(chunk);
            return true;
        } finally {
            CHUNKS.release();
        }
    }

    private static int status(Future<Integer> task) {
        try {
            return task.get();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return ExitCode.FAILED;
        } catch (ExecutionException e) {
            throw new IllegalStateException("the task tells its failures by its status", e);
        }
    }
}
