package io.logcast.local.postgresql;

import io.logcast.local.process.Command;
import io.logcast.local.process.Folders;
import io.logcast.local.process.LocalProcessException;
import io.logcast.local.process.Progress;
import io.zonky.test.db.postgres.embedded.DefaultPostgresBinaryResolver;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;
import org.apache.commons.compress.compressors.xz.XZCompressorInputStream;

/** PostgreSQL's programs for this machine, unpacked once from the archive on the class path. */
record PostgresPrograms(Path root) {
    private static final Duration PROBE = Duration.ofSeconds(5);

    static PostgresPrograms unpacked(Progress progress) {
        Path root = Folders.localState().resolve("postgresql/root");
        return new PostgresPrograms(Folders.filledOnce(root, folder -> {
            progress.show("PostgreSQL: unpacking");
            unpack(folder);
        }));
    }

    /** The command line of one of the programs. */
    List<String> command(String program, List<String> arguments) {
        var line = new ArrayList<>(prefix());
        line.add(root.resolve("bin").resolve(program).toString());
        line.addAll(arguments);
        return line;
    }

    /**
     * PostgreSQL refuses to run as root. In a user namespace of its own, root has another user id and still owns its
     * files.
     */
    private static List<String> prefix() {
        if (!"root".equals(System.getProperty("user.name"))) {
            return List.of();
        }
        if (Command.succeeds(PROBE, "unshare", "--user", "true")) {
            return List.of("unshare", "--user");
        }
        throw new LocalProcessException("PostgreSQL does not run as root, and user namespaces are not allowed here."
                + " Run this as another user, or set QUARKUS_DATASOURCE_JDBC_URL to a database that is running.");
    }

    private static void unpack(Path folder) throws IOException {
        try (InputStream archive = archive();
                var tar = new TarArchiveInputStream(new XZCompressorInputStream(archive))) {
            for (TarArchiveEntry entry = tar.getNextEntry(); entry != null; entry = tar.getNextEntry()) {
                extract(tar, entry, folder.resolve(entry.getName()).normalize());
            }
        }
    }

    private static InputStream archive() throws IOException {
        return DefaultPostgresBinaryResolver.INSTANCE.getPgBinary(system(), System.getProperty("os.arch"));
    }

    private static String system() {
        return System.getProperty("os.name").startsWith("Mac") ? "Darwin" : "Linux";
    }

    private static void extract(TarArchiveInputStream tar, TarArchiveEntry entry, Path target) throws IOException {
        if (entry.isDirectory()) {
            Files.createDirectories(target);
            return;
        }
        Files.createDirectories(target.getParent());
        if (entry.isSymbolicLink()) {
            Files.createSymbolicLink(target, Path.of(entry.getLinkName()));
            return;
        }
        Files.copy(tar, target);
        boolean executable = (entry.getMode() & 0100) != 0;
        Files.setPosixFilePermissions(target, PosixFilePermissions.fromString(executable ? "rwxr-xr-x" : "rw-r--r--"));
    }
}
