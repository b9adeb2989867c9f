package io.logcast.local.postgresql;

import io.logcast.local.process.Command;
import io.logcast.local.process.Folders;
import io.logcast.local.process.LocalProcessException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.List;

/** The data folder of a PostgreSQL, and the command that starts the server on it. */
record DataFolder(Path path) {

    private static final Duration INIT = Duration.ofMinutes(2);

    /** Creates the data unless it exists. */
    void initializeOnce(PostgresPrograms programs, String user, String password) {
        Folders.filledOnce(path, folder -> initialize(folder, programs, user, password));
    }

    private void initialize(Path folder, PostgresPrograms programs, String user, String password) throws IOException {
        Path passwordFile = Files.writeString(path.resolveSibling("password"), password);
        var arguments = List.of(
                "--pgdata=" + folder,
                "--username=" + user,
                "--pwfile=" + passwordFile,
                "--auth=scram-sha-256",
                "--encoding=UTF8",
                // So that order and case are the same on every machine.
                "--locale=C",
                "--locale-provider=builtin",
                "--builtin-locale=C.UTF-8",
                "--no-sync");
        Command.run(INIT, programs.command("initdb", arguments).toArray(String[]::new))
                .orThrow();
        Files.delete(passwordFile);
    }

    /**
     * Replaces the data by a copy of another folder, whose server is stopped. Data left from an earlier run could not
     * follow that server.
     */
    void copy(DataFolder other) {
        Folders.delete(path);
        Folders.filledOnce(path, folder -> {
            Folders.copy(other.path, folder);
            // PostgreSQL refuses a folder that other users may read.
            Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwx------"));
        });
    }

    /** Makes the server start as a standby of that primary the next time. */
    void follow(String connection) {
        try {
            Files.writeString(path.resolve("standby.signal"), "");
            Files.writeString(
                    path.resolve("postgresql.auto.conf"),
                    "primary_conninfo = '%s'%n".formatted(connection),
                    StandardOpenOption.APPEND);
        } catch (IOException e) {
            throw new LocalProcessException("PostgreSQL could not be made a standby", e);
        }
    }

    /** The server's command line. */
    List<String> arguments(int port, boolean durable) {
        var sync = durable ? "on" : "off";
        return List.of(
                "-D",
                path.toString(),
                "-p",
                Integer.toString(port),
                "-c",
                "listen_addresses=127.0.0.1",
                "-c",
                "unix_socket_directories=",
                // Enough for several services with a pool each, and for the tests' own connections.
                "-c",
                "max_connections=300",
                "-c",
                "fsync=" + sync,
                "-c",
                "full_page_writes=" + sync,
                "-c",
                "log_line_prefix=%m [%p] ");
    }
}
