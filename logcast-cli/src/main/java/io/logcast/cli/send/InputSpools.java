package io.logcast.cli.send;

import io.logcast.cli.terminal.CliException;
import io.logcast.cli.terminal.ExitCode;
import io.logcast.client.spool.Spool;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The spools of the standard input for one producer. Each running process has one of its own, and takes over those that
 * ended processes have left with events.
 */
final class InputSpools implements AutoCloseable {

    /** How many processes can read a standard input at a time. */
    private static final int MAX = 64;

    private final Path folder;
    /** The first is this process's own. */
    private final List<Spool> spools;

    private InputSpools(Path folder, List<Spool> spools) {
        this.folder = folder;
        this.spools = spools;
    }

    /**
     * @param folder of these spools alone
     * @param maxBytes the most bytes of each
     */
    static InputSpools open(Path folder, long maxBytes) throws IOException {
        var spools = new ArrayList<Spool>();
        IOException failure = null;
        for (int i = 0; i < MAX; i++) {
            var directory = folder.resolve(String.valueOf(i));
            if (!spools.isEmpty() && !Files.isDirectory(directory)) {
                continue;
            }
            try {
                add(spools, Spool.open(directory, maxBytes));
            } catch (IOException e) {
                // It belongs to another running process, or to another user.
                failure = e;
            }
        }
        if (spools.isEmpty()) {
            throw none(folder, failure);
        }
        return new InputSpools(folder, spools);
    }

    private static void add(List<Spool> spools, Spool spool) throws IOException {
        if (spools.isEmpty() || spool.pendingBytes() > 0) {
            spools.add(spool);
        } else {
            spool.close();
        }
    }

    private static CliException none(Path folder, @Nullable IOException failure) {
        return new CliException(
                ExitCode.FAILED,
                "%s: no spool can be opened: %s; --state names another folder".formatted(folder, failure));
    }

    Spool own() {
        return spools.get(0);
    }

    List<Spool> ofEndedProcesses() {
        return spools.subList(1, spools.size());
    }

    /** The size of the events that are not sent yet, in bytes. */
    long pendingBytes() {
        return spools.stream().mapToLong(Spool::pendingBytes).sum();
    }

    /** The bytes that the disk did not return as they were written. */
    long damagedBytes() {
        return spools.stream().mapToLong(Spool::damagedBytes).sum();
    }

    @Override
    public void close() throws IOException {
        for (var spool : spools) {
            spool.close();
        }
    }

    /** Their folder. */
    @Override
    public String toString() {
        return folder.toString();
    }
}
