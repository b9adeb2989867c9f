package io.logcast.consumer.archive.table;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.logcast.local.packages.DebianPackages;
import io.logcast.local.process.Command;
import io.logcast.local.process.Folders;
import io.logcast.local.process.LocalProcessException;
import io.logcast.testing.TestDatabase;
import java.io.IOException;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** PostgreSQL's programs for backups. They must not be older than the server, so they come from a later Debian. */
final class PostgresClient {

    private static final Duration PATIENCE = Duration.ofMinutes(2);
    private static final String RELEASE = "forky";
    private static final String PACKAGE = "postgresql-client-18";

    private final Path root;

    private PostgresClient(Path root) {
        this.root = root;
    }

    /** Unpacked once; skips the test where that is not possible. */
    static PostgresClient get() {
        assumeTrue(DebianPackages.areUsable(), "no apt on this machine: backups are not tested");
        try {
            return new PostgresClient(Folders.filledOnce(
                    Folders.localState().resolve("postgresql-client"),
                    folder -> new DebianPackages(System.err::println)
                            .unpackFrom(RELEASE, "PostgreSQL's client", PACKAGE, folder)));
        } catch (LocalProcessException e) {
            assumeTrue(false, "pg_dump cannot be had here, backups are not tested: " + e.getMessage());
            throw e;
        }
    }

    /** The database as these programs name it. */
    static String url(TestDatabase database) {
        var address = database.jdbcUrl().substring("jdbc:postgresql://".length());
        return "postgresql://" + database.username() + ":" + database.password() + "@" + address;
    }

    void run(String program, String... arguments) throws IOException {
        // The release's own loader, since its programs need a later C library than this machine's.
        var line = new ArrayList<>(List.of(
                found("usr/lib*/ld-linux*.so.*"),
                "--library-path",
                found("usr/lib/*-linux-gnu"),
                found("usr/lib/postgresql/*/bin/" + program)));
        line.addAll(List.of(arguments));
        Command.run(PATIENCE, line.toArray(String[]::new)).orThrow();
    }

    private String found(String pattern) throws IOException {
        var matcher = FileSystems.getDefault().getPathMatcher("glob:" + root.resolve(pattern));
        try (var files = Files.find(root, 6, (file, attributes) -> matcher.matches(file))) {
            return files.findFirst().orElseThrow().toString();
        }
    }
}
