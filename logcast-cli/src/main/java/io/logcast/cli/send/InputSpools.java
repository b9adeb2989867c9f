package io.logcast.cli.send;

import io.logcast.cli.terminal.CliException;
import io.logcast.cli.terminal.ExitCode;
import io.logcast.client.spool.Spool;
import java.io.IOException;
import java.nio.file.DirectoryIteratorException;
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
    /** The first is for this process's input. */
    private final List<Spool> spools;

    private InputSpools(Path folder, List<Spool> spools) {
        this.folder = folder;
        this.spools = spools;
    }

    /**
     * The spool for this process's input is an empty one, so that what another process has left cannot stop the input.
     *
     * @param folder of these spools alone
     * @param maxBytes the most bytes of each
     */
    static InputSpools open(Path folder, long maxBytes) throws IOException {
        var opening = new Opening(folder, maxBytes);
        for (int i = 0; i < MAX; i++) {
            opening.tryOne(i, true);
        }
        for (int i = 0; i < MAX && opening.own == null; i++) {
            opening.tryOne(i, false);
        }
        return opening.spools();
    }

    /** The spools that could be opened so far. */
    private static final class Opening {

        private final Path folder;
        private final long maxBytes;
        private final List<Spool> left = new ArrayList<>();
        private @Nullable Spool own;
        private @Nullable Exception failure;

        Opening(Path folder, long maxBytes) {
            this.folder = folder;
            this.maxBytes = maxBytes;
        }

        /**
         * Opens the spool with this number.
         *
         * @param exists true for one that exists already, false for a new one; otherwise nothing happens
         */
        void tryOne(int number, boolean exists) {
            var directory = folder.resolve(String.valueOf(number));
            if (Files.exists(directory) != exists) {
                return;
            }
            try {
                add(Spool.open(directory, maxBytes));
            } catch (IOException | DirectoryIteratorException e) {
                // It belongs to another running process, or to another user, or the disk fails.
                failure = e;
            }
        }

        private void add(Spool spool) throws IOException {
            if (spool.pendingBytes() > 0) {
                left.add(spool);
            } else if (own == null) {
                own = spool;
            } else {
                spool.close();
            }
        }

        InputSpools spools() {
            var spools = new ArrayList<Spool>();
            if (own != null) {
                spools.add(own);
            }
            // If no empty one can be had, the first that has events is used for this process's input too.
            spools.addAll(left);
            if (spools.isEmpty()) {
                throw none(folder, failure);
            }
            return new InputSpools(folder, spools);
        }
    }

    private static CliException none(Path folder, @Nullable Exception failure) {
        return new CliException(
                ExitCode.FAILED,
                "%s: no spool can be opened: %s; use --state to choose another folder".formatted(folder, failure));
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
