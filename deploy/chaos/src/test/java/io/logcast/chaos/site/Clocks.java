package io.logcast.chaos.site;

import io.logcast.local.packages.DebianPackages;
import io.logcast.local.process.Folders;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The clocks of a site's database and services, each of which can be set by itself. The processes load libfaketime, which
 * reads the difference to the machine's clock from a file. Clocks that measure time, and do not tell it, are left alone.
 */
public final class Clocks {

    /** The database among the processes. */
    public static final String OF_DATABASE = "database";

    private static final String LIBRARY = "libfaketime.so.1";

    private final Path folder;
    private final Path library;

    private Clocks(Path folder, Path library) {
        this.folder = folder;
        this.library = library;
    }

    /** Why processes cannot have clocks of their own here; empty if they can. */
    static Optional<String> obstacle() {
        return DebianPackages.areUsable()
                ? Optional.empty()
                : Optional.of("clocks that can be set need libfaketime, from the packages of Debian or Ubuntu");
    }

    /** Unpacks libfaketime, once. */
    static Clocks in(Path folder) {
        var root = Folders.filledOnce(
                Folders.localState().resolve("libfaketime"),
                draft -> new DebianPackages(System.out::println).unpack("libfaketime", "libfaketime", draft));
        try (var files = Files.walk(root)) {
            var library = files.filter(file -> file.endsWith(LIBRARY))
                    .findFirst()
                    .orElseThrow(() -> new IllegalStateException("No " + LIBRARY + " in " + root));
            return new Clocks(Files.createDirectories(folder.resolve("clocks")).toAbsolutePath(), library);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The variables for a process with a clock of its own. */
    Map<String, String> environmentOf(String process) {
        set(process, Duration.ZERO);
        return Map.of(
                "LD_PRELOAD", library.toString(),
                "FAKETIME_TIMESTAMP_FILE", folder.resolve(process).toString(),
                // Each process of the database would look into the file at another time, and have another clock until
                // then.
                "FAKETIME_NO_CACHE", "1",
                "FAKETIME_DONT_FAKE_MONOTONIC", "1",
                // With its workaround for old C libraries, Object.wait and LockSupport.parkNanos return at once.
                "FAKETIME_FORCE_MONOTONIC_FIX", "0",
                "FAKETIME_DISABLE_SHM", "1");
    }

    /** The processes that have one. */
    public List<String> processes() {
        try (var files = Files.list(folder)) {
            return files.map(file -> file.getFileName().toString()).sorted().toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Sets a clock; takes effect at once. */
    public void set(String process, Duration ahead) {
        try {
            var draft = Files.createTempFile(folder.getParent(), "clock", "");
            Files.writeString(draft, "%+d\n".formatted(ahead.toSeconds()));
            // For PostgreSQL, which runs as another user.
            draft.toFile().setReadable(true, false);
            Files.move(draft, folder.resolve(process), StandardCopyOption.ATOMIC_MOVE);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
