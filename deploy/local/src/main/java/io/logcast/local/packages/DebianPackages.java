package io.logcast.local.packages;

import io.logcast.local.process.Command;
import io.logcast.local.process.Folders;
import io.logcast.local.process.LocalProcessException;
import io.logcast.local.process.Progress;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/** Packages from the machine's own package sources, unpacked into a folder; nothing is installed. */
public record DebianPackages(Progress progress) {
    private static final Duration PROBE = Duration.ofSeconds(5);
    private static final Duration UPDATE = Duration.ofMinutes(3);
    private static final Duration DOWNLOAD = Duration.ofMinutes(10);
    private static final Duration UNPACK = Duration.ofMinutes(2);
    // State and cache of its own: no root needed, no lock of the system's waited for, its lists left as they are.
    // The hooks are cleared because they clean up the system's cache, or wake its services.
    private static final String CONFIGURATION = """
            #clear APT::Update::Pre-Invoke;
            #clear APT::Update::Post-Invoke;
            #clear APT::Update::Post-Invoke-Success;
            #clear DPkg::Post-Invoke;
            Dir::State::lists "%1$s/lists";
            Dir::Cache "%1$s/cache";
            Dir::Cache::archives "%1$s/cache/archives";
            Dir::Cache::pkgcache "";
            Dir::Cache::srcpkgcache "";
            Debug::NoLocking "1";
            APT::Sandbox::User "%2$s";
            APT::Install-Recommends "0";
            Acquire::Languages "none";
            Acquire::Retries "2";
            Acquire::http::Timeout "15";
            Acquire::https::Timeout "15";
            """;

    /** Whether this machine has apt and dpkg. */
    public static boolean areUsable() {
        return Command.succeeds(PROBE, "apt-get", "--version") && Command.succeeds(PROBE, "dpkg", "--version");
    }

    /**
     * Unpacks a package, and what it needs that is not installed. Throws {@link LocalProcessException} when apt cannot
     * get them.
     *
     * @param title what the progress calls it, such as {@code RabbitMQ}
     */
    public void unpack(String title, String name, Path root) throws IOException {
        Path apt = Files.createDirectories(root.resolve("apt"));
        Path archives = prepare(apt);
        progress.show(title + ": downloading the packages of this system (once)");
        // A source that cannot be reached does not matter, as long as another one has the packages.
        apt(apt, UPDATE, "update");
        // apt resolves the names and what they need that is not installed: other releases have other packages.
        apt(apt, DOWNLOAD, "install", "--yes", "--download-only", name).orThrow();
        progress.show(title + ": unpacking");
        for (Path archive : debs(archives, name)) {
            Command.run(UNPACK, "dpkg", "-x", archive.toString(), root.toString())
                    .orThrow();
        }
        Folders.delete(apt);
    }

    private static Path prepare(Path apt) throws IOException {
        Files.createDirectories(apt.resolve("lists/partial"));
        Path archives = apt.resolve("cache/archives");
        Files.createDirectories(archives.resolve("partial"));
        Files.writeString(apt.resolve("apt.conf"), CONFIGURATION.formatted(apt, System.getProperty("user.name")));
        return archives;
    }

    private static Command apt(Path apt, Duration deadline, String... arguments) {
        var line = new java.util.ArrayList<>(
                List.of("apt-get", "-q", "-c", apt.resolve("apt.conf").toString()));
        line.addAll(List.of(arguments));
        return Command.run(deadline, line.toArray(String[]::new));
    }

    private static List<Path> debs(Path archives, String name) throws IOException {
        try (var files = Files.list(archives)) {
            var debs = files.filter(file -> file.toString().endsWith(".deb")).toList();
            if (debs.isEmpty()) {
                throw new LocalProcessException("apt downloaded no packages for " + name);
            }
            return debs;
        }
    }
}
