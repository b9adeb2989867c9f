package io.logcast.e2e;

import static org.junit.jupiter.api.Assumptions.abort;

import io.logcast.local.packages.DebianPackages;
import io.logcast.local.process.Environment;
import io.logcast.local.process.Folders;
import io.logcast.local.process.LocalProcessException;
import io.logcast.local.process.ProcessSpec;
import io.logcast.local.process.SupervisedProcess;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/** Debian's syslog-ng, rsyslog, journald and command-line client of AMQP, unpacked below {@code root}. */
record DebianShippers(Path root) {

    private static final List<String> SYSLOG_NG = List.of("syslog-ng-mod-http", "syslog-ng-mod-amqp");
    private static final List<String> OTHERS = List.of("rsyslog", "amqp-tools", "systemd-journal-remote");
    private static final int DEPTH = 6;

    /** Skips the test if this machine cannot have them. */
    static DebianShippers unpacked() {
        try {
            return new DebianShippers(Folders.filledOnce(Folders.localState().resolve("shippers/root"), root -> {
                var packages = new DebianPackages(System.out::println);
                // They exclude each other, so apt resolves them one after the other.
                packages.unpack("syslog-ng", SYSLOG_NG, root);
                packages.unpack("rsyslog and journald", OTHERS, root);
            }));
        } catch (LocalProcessException e) {
            return abort("Debian's syslog-ng, rsyslog and journald cannot be had on this machine: " + e.getMessage());
        }
    }

    SupervisedProcess syslogNg(Path folder, String configuration) throws IOException {
        var modules = folderOf("libhttp.so");
        var file = Files.writeString(
                folder.resolve("syslog-ng.conf"), "@version: %s%n%s".formatted(modules.getFileName(), configuration));
        return start(
                folder,
                List.of(
                        program("syslog-ng").toString(),
                        "--foreground",
                        "--no-caps",
                        "--cfgfile=" + file,
                        "--persist-file=" + folder.resolve("persist"),
                        "--control=" + folder.resolve("control"),
                        "--pidfile=" + folder.resolve("pid"),
                        "--module-path=" + modules));
    }

    SupervisedProcess rsyslog(Path folder, String configuration) throws IOException {
        var file = Files.writeString(
                folder.resolve("rsyslog.conf"), "global(workDirectory=\"%s\")%n%s".formatted(folder, configuration));
        return start(
                folder,
                List.of(
                        program("rsyslogd").toString(),
                        "-n",
                        "-f" + file,
                        "-i" + folder.resolve("pid"),
                        "-M" + folderOf("imptcp.so")));
    }

    /** The unpacked program of that name. */
    Path program(String name) {
        return find(path -> path.endsWith(name)
                && Files.isExecutable(path)
                && !root.relativize(path).startsWith("etc"));
    }

    /** What lets programs find the unpacked libraries. */
    Map<String, String> environment() {
        try (var files = Files.find(
                root, DEPTH, (path, attributes) -> path.getFileName().toString().contains(".so"))) {
            var folders =
                    files.map(Path::getParent).distinct().map(Path::toString).collect(Collectors.joining(":"));
            return Map.of("LD_LIBRARY_PATH", folders);
        } catch (IOException e) {
            throw new IllegalStateException(root + " could not be read", e);
        }
    }

    private SupervisedProcess start(Path folder, List<String> command) {
        return SupervisedProcess.start(new ProcessSpec(
                command.get(0),
                command,
                Environment.inheritingAll(environment()),
                folder,
                folder.resolve("output"),
                Duration.ofSeconds(5)));
    }

    private Path folderOf(String module) {
        return Objects.requireNonNull(find(path -> path.endsWith(module)).getParent());
    }

    private Path find(Predicate<Path> wanted) {
        try (var files =
                Files.find(root, DEPTH, (path, attributes) -> attributes.isRegularFile() && wanted.test(path))) {
            return files.findFirst().orElseThrow();
        } catch (IOException e) {
            throw new IllegalStateException(root + " could not be read", e);
        }
    }
}
