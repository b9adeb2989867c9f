package io.logcast.local.rabbitmq;

import io.logcast.local.packages.DebianPackages;
import io.logcast.local.process.Command;
import io.logcast.local.process.Environment;
import io.logcast.local.process.LocalProcessException;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * RabbitMQ's scripts ({@code sbin}), the environment in which they find their Erlang, and the command to start them
 * with, if they need one.
 */
record RabbitPrograms(RabbitVersion version, Path sbin, Map<String, String> environment, List<String> launcher) {
    private static final Path PACKAGED = Path.of("/usr/lib/rabbitmq/lib");
    private static final List<String> USUAL_PATH =
            List.of("/usr/local/sbin", "/opt/homebrew/sbin", "/opt/homebrew/bin", "/usr/local/bin", "/usr/bin", "/bin");
    private static final Pattern ROOT_OF_ERLANG = Pattern.compile("(?m)^(\\s*)ROOTDIR=/.*$");
    private static final String ROOT_BY_SCRIPT = "$1ROOTDIR=\"\\$(cd \"\\${0%/*}/..\" && pwd -P)\"";

    // Everything is run with exec, so the started process becomes the program, and signals reach it.
    private static final String WITH_ITS_USR = "mount --bind \"$0\" /usr && exec \"$@\"";
    // It takes milliseconds, but on a busy machine seconds.
    private static final Duration PROBE = Duration.ofSeconds(30);
    private static final Duration ERLANG = Duration.ofSeconds(60);

    /** The programs that are installed on this machine. */
    static Optional<RabbitPrograms> installed() {
        var path = path();
        // The packages' commands on the PATH insist on root, so the scripts behind them are used.
        return sbinBelow(PACKAGED)
                .or(() -> path.stream()
                        .map(folder -> folder.resolve("rabbitmq-server"))
                        .filter(Files::isExecutable)
                        .map(RabbitPrograms::folderOf)
                        .filter(folder -> Files.exists(folder.resolve("rabbitmq-env")))
                        .findFirst())
                .flatMap(sbin -> versionOf(sbin)
                        .map(version -> new RabbitPrograms(
                                version, sbin, Map.of("PATH", joined(withErlang(path))), List.of())));
    }

    /** The programs that {@link DebianPackages} has unpacked. */
    static RabbitPrograms unpackedIn(Path root) {
        Path sbin = sbinIn(root);
        var path = new ArrayList<>(path());
        path.add(0, root.resolve("usr/lib/erlang/bin"));
        return new RabbitPrograms(
                versionIn(sbin),
                sbin,
                Map.of("PATH", joined(path), "LD_LIBRARY_PATH", joined(libraries(root))),
                List.of());
    }

    /**
     * The programs that {@link DebianPackages} has unpacked from another release. They see that release's {@code /usr},
     * C library included, instead of this machine's; everything else, such as the node's files and {@code /etc/hosts},
     * is this machine's.
     */
    static RabbitPrograms ofReleaseIn(Path root) {
        Path sbin = sbinIn(root);
        return new RabbitPrograms(
                versionIn(sbin),
                Path.of("/").resolve(root.relativize(sbin)),
                Map.of("PATH", "/usr/sbin:/usr/bin"),
                inNamespace("sh", "-c", WITH_ITS_USR, root.resolve("usr").toString()));
    }

    /** Throws {@link LocalProcessException} if programs with another release's {@code /usr} cannot run here. */
    static void requireNamespaces(Path root) {
        if (root.startsWith("/usr")) {
            throw new LocalProcessException("the project must not lie below /usr");
        }
        Command.run(PROBE, inNamespace("mount", "--bind", "/usr", "/usr").toArray(String[]::new))
                .orThrow();
    }

    /** Throws {@link LocalProcessException} if Erlang does not run, for example because this kernel is too old for it. */
    void requireErlang() {
        Command.run(ERLANG, new Environment(name -> false, environment), command("erl", "-noshell", "-eval", "halt()."))
                .orThrow();
    }

    private static List<String> inNamespace(String... line) {
        var command = new ArrayList<>(List.of("unshare", "--map-root-user", "--mount"));
        command.addAll(List.of(line));
        return command;
    }

    /** The same, with another command before all of them. */
    RabbitPrograms launchedBy(List<String> command) {
        return new RabbitPrograms(
                version,
                sbin,
                environment,
                Stream.of(command, launcher).flatMap(List::stream).toList());
    }

    /** The command line of one of RabbitMQ's scripts. */
    List<String> script(String name, String... arguments) {
        return command(sbin.resolve(name).toString(), arguments);
    }

    /** The command line of a program that is found in this environment, such as {@code epmd}. */
    List<String> command(String program, String... arguments) {
        var line = new ArrayList<>(launcher);
        line.add(program);
        line.addAll(List.of(arguments));
        return line;
    }

    /** Makes Erlang's start script find Erlang relative to itself; in the packages it names the installed location. */
    static void makeRelocatable(Path root) throws IOException {
        Path erl = root.resolve("usr/lib/erlang/bin/erl");
        Files.writeString(erl, ROOT_OF_ERLANG.matcher(Files.readString(erl)).replaceAll(ROOT_BY_SCRIPT));
    }

    private static List<Path> path() {
        var configured = Optional.ofNullable(System.getenv("PATH")).orElse("").split(File.pathSeparator);
        return Stream.concat(Arrays.stream(configured), USUAL_PATH.stream())
                .filter(folder -> !folder.isEmpty())
                .map(Path::of)
                .distinct()
                .toList();
    }

    /** The PATH with the folder of the real erl first, since epmd is there and not always on the PATH. */
    private static List<Path> withErlang(List<Path> path) {
        var result = new ArrayList<>(path);
        path.stream()
                .map(folder -> folder.resolve("erl"))
                .filter(Files::isExecutable)
                .findFirst()
                .ifPresent(erl -> result.add(0, folderOf(erl)));
        return result;
    }

    private static Path sbinIn(Path root) {
        return sbinBelow(root.resolve("usr/lib/rabbitmq/lib"))
                .orElseThrow(() -> new LocalProcessException("No RabbitMQ in " + root));
    }

    private static RabbitVersion versionIn(Path sbin) {
        return versionOf(sbin).orElseThrow(() -> new LocalProcessException("No version of RabbitMQ beside " + sbin));
    }

    /** The plugins are beside the scripts, in packages and elsewhere. Asking a script would take a second. */
    private static Optional<RabbitVersion> versionOf(Path sbin) {
        return list(sbin.resolveSibling("plugins")).stream()
                .flatMap(entry -> RabbitVersion.ofPlugin(entry.getFileName().toString()).stream())
                .findFirst();
    }

    private static Optional<Path> sbinBelow(Path folder) {
        return list(folder).stream()
                .filter(entry -> entry.getFileName().toString().startsWith("rabbitmq_server-"))
                .map(entry -> entry.resolve("sbin"))
                .filter(sbin -> Files.isExecutable(sbin.resolve("rabbitmq-server")))
                .findFirst();
    }

    private static List<Path> libraries(Path root) {
        return Stream.of("usr/lib", "lib")
                .flatMap(folder -> list(root.resolve(folder)).stream())
                .filter(folder -> folder.getFileName().toString().contains("-linux-"))
                .toList();
    }

    private static List<Path> list(Path folder) {
        if (!Files.isDirectory(folder)) {
            return List.of();
        }
        try (var entries = Files.list(folder)) {
            return entries.sorted().toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Path folderOf(Path program) {
        try {
            return program.toRealPath().resolveSibling("");
        } catch (IOException e) {
            return program.resolveSibling("");
        }
    }

    private static String joined(List<Path> folders) {
        return folders.stream().map(Path::toString).collect(Collectors.joining(File.pathSeparator));
    }
}
