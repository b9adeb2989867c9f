package io.logcast.local.packages;

import io.logcast.local.process.Command;
import io.logcast.local.process.Folders;
import io.logcast.local.process.LocalProcessException;
import io.logcast.local.process.Progress;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * Packages from the machine's own package sources, unpacked into a folder; nothing is installed.
 *
 * @param update how long apt may take for the lists of packages
 * @param download how long apt may take for the packages
 */
public record DebianPackages(Progress progress, Duration update, Duration download) {
    // These take milliseconds, but on a busy machine seconds.
    private static final Duration PROBE = Duration.ofSeconds(30);
    private static final Duration UPDATE = Duration.ofMinutes(3);
    private static final Duration DOWNLOAD = Duration.ofMinutes(10);
    private static final Duration UNPACK = Duration.ofMinutes(2);
    // With its own state and cache, apt needs no root, waits for no lock of the system, and leaves the system's lists
    // alone. The hooks are cleared because they would clean up the system's cache, or wake its services.
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
            Dir::State::status "%1$s/status";
            Debug::NoLocking "1";
            APT::Sandbox::User "%2$s";
            APT::Install-Recommends "0";
            Acquire::Languages "none";
            Acquire::Retries "2";
            Acquire::http::Timeout "15";
            Acquire::https::Timeout "15";
            """;
    private static final String OF_A_RELEASE = """
            Dir::Etc::sourcelist "%1$s/sources.list";
            Dir::Etc::sourceparts "/dev/null";
            Dir::Etc::preferences "/dev/null";
            Dir::Etc::preferencesparts "/dev/null";
            APT::Default-Release "";
            """;
    private static final String SOURCE =
            "deb [signed-by=/usr/share/keyrings/debian-archive-keyring.gpg] %s %s%s main%n";
    private static final Path STATUS = Path.of("/var/lib/dpkg/status");
    private static final Path OS_RELEASE = Path.of("/etc/os-release");
    private static final Pattern CODENAME = Pattern.compile("(?m)^VERSION_CODENAME=\"?(\\w+)");
    private static final Pattern DEBIAN = Pattern.compile("(?m)^ID=\"?debian\"?$");
    private static final Pattern UNKNOWN = Pattern.compile("Unable to locate package|no installation candidate");
    private static final Pattern UNREACHABLE = Pattern.compile("(?m)^W: Failed to fetch .*$");

    public DebianPackages(Progress progress) {
        this(progress, UPDATE, DOWNLOAD);
    }

    /** Whether this machine has apt and dpkg. */
    public static boolean areUsable() {
        return Command.succeeds(PROBE, "apt-get", "--version") && Command.succeeds(PROBE, "dpkg", "--version");
    }

    /** The name of this machine's release, such as {@code trixie}; empty if it has none. */
    public static Optional<String> ownRelease() {
        return CODENAME.matcher(osRelease())
                .results()
                .map(name -> name.group(1))
                .findFirst();
    }

    /** Whether this machine's mirrors have Debian's other releases. Those of systems derived from it do not. */
    public static boolean isDebian() {
        return DEBIAN.matcher(osRelease()).find();
    }

    private static String osRelease() {
        try {
            return Files.readString(OS_RELEASE);
        } catch (IOException e) {
            return "";
        }
    }

    /**
     * Unpacks a package and its dependencies beyond the essential packages, whatever else is installed. Throws {@link
     * LocalProcessException} if apt cannot get them.
     *
     * @param title its name in progress messages, such as {@code RabbitMQ}
     */
    public void unpack(String title, String name, Path root) throws IOException {
        unpack(title, List.of(name), root);
    }

    /** The same for several packages. */
    public void unpack(String title, List<String> names, Path root) throws IOException {
        Path apt = prepare(root, CONFIGURATION);
        Files.writeString(apt.resolve("status"), BaseSystem.of(Files.readString(STATUS)));
        progress.show(title + ": downloading the packages of this system (once)");
        unpack(title, root, apt, names.toArray(String[]::new));
    }

    /**
     * Unpacks a package of another Debian release and all its dependencies, from the mirrors that this Debian uses.
     * Throws {@link LocalProcessException} if apt cannot get them.
     *
     * @param release such as {@code trixie}
     */
    public void unpackFrom(String release, String title, String name, Path root) throws IOException {
        Path apt = prepare(root, CONFIGURATION + OF_A_RELEASE);
        // Nothing counts as installed, so all dependencies are downloaded too, even the C library.
        Files.createFile(apt.resolve("status"));
        Files.writeString(apt.resolve("sources.list"), sources(release));
        progress.show(title + ": downloading the packages of Debian " + release + " (once)");
        // Packages do not name essential packages, such as a shell, among their dependencies.
        unpack(title, root, apt, "?essential", name);
    }

    private void unpack(String title, Path root, Path apt, String... names) throws IOException {
        // An unreachable source does not matter as long as another one has the packages.
        var lists = apt(apt, update, "update");
        // apt resolves names and dependencies, since other releases have other packages.
        var install = new ArrayList<>(List.of("install", "--yes", "--download-only"));
        install.addAll(List.of(names));
        requireSuccess(apt(apt, download, install.toArray(String[]::new)), lists);
        progress.show(title + ": unpacking");
        for (Path archive : debs(apt.resolve("cache/archives"), title)) {
            Command.run(UNPACK, "dpkg", "-x", archive.toString(), root.toString())
                    .orThrow();
        }
        Folders.delete(apt);
    }

    /** Without its lists, apt says only that it does not know the package. */
    private static void requireSuccess(Command install, Command lists) {
        try {
            install.orThrow();
        } catch (LocalProcessException e) {
            var unreachable = UNREACHABLE.matcher(lists.output());
            var isUnknown = UNKNOWN.matcher(String.valueOf(e.getMessage())).find();
            throw isUnknown && unreachable.find()
                    ? new LocalProcessException(e.getMessage() + "\n" + unreachable.group(), e)
                    : e;
        }
    }

    private static Path prepare(Path root, String configuration) throws IOException {
        Path apt = root.resolve("apt");
        Files.createDirectories(apt.resolve("lists/partial"));
        Files.createDirectories(apt.resolve("cache/archives/partial"));
        Files.writeString(apt.resolve("apt.conf"), configuration.formatted(apt, System.getProperty("user.name")));
        return apt;
    }

    /** This Debian's own sources with the release's name replaced, so that updates and security fixes are included. */
    private String sources(String release) {
        var own = ownRelease().map(Pattern::quote).orElse("stable");
        var indexes = Command.run(update, "apt-get", "-o", "Debug::NoLocking=1", "update", "--print-uris")
                .orThrow()
                .output();
        return Pattern.compile("'([^']+)/dists/" + own + "(-[\\w-]+)?/InRelease'")
                .matcher(indexes)
                .results()
                .map(source -> SOURCE.formatted(
                        source.group(1),
                        release,
                        Optional.ofNullable(source.group(2)).orElse("")))
                .distinct()
                .collect(Collectors.joining());
    }

    private static Command apt(Path apt, Duration deadline, String... arguments) {
        var line = new ArrayList<>(
                List.of("apt-get", "-q", "-c", apt.resolve("apt.conf").toString()));
        line.addAll(List.of(arguments));
        return Command.run(deadline, line.toArray(String[]::new));
    }

    private static List<Path> debs(Path archives, String title) throws IOException {
        try (var files = Files.list(archives)) {
            var debs = files.filter(file -> file.toString().endsWith(".deb")).toList();
            if (debs.isEmpty()) {
                throw new LocalProcessException("apt downloaded no packages for " + title);
            }
            return debs;
        }
    }
}
