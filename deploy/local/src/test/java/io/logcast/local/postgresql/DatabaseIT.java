package io.logcast.local.postgresql;

import static org.assertj.core.api.Assertions.assertThat;

import io.logcast.local.process.Folders;
import io.logcast.local.process.Ports;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class DatabaseIT {

    @SuppressWarnings("NullAway.Init")
    private static Database database;

    @BeforeAll
    static void startDatabase() {
        var folder = Path.of("target/local/database-it");
        // A killed run leaves its tables.
        Folders.delete(folder);
        database = Database.start(DatabaseSettings.in(folder));
    }

    @AfterAll
    static void discardDatabase() {
        database.discard();
        assertThat(Ports.isFree(database.port())).isTrue();
    }

    @Test
    void keepsCommittedRowsThroughAKill() throws SQLException {
        try (var connection = database.connect()) {
            execute(connection, "CREATE TABLE kept (id int)");
            execute(connection, "INSERT INTO kept VALUES (42)");
        }

        database.kill();
        assertThat(database.isRunning()).isFalse();
        database.start();

        assertThat(query("SELECT id::text FROM kept")).isEqualTo("42");
    }

    @Test
    void startsAgainAfterAStop() throws SQLException {
        database.stop();
        assertThat(database.isRunning()).isFalse();
        database.start();

        assertThat(query("SHOW server_version")).startsWith("18.");
    }

    @Test
    void foldsCaseBeyondAscii() throws SQLException {
        assertThat(query("SELECT ('GRÜSSE' ILIKE 'grüsse')::text")).isEqualTo("true");
    }

    @Test
    void createsFurtherDatabases() throws SQLException {
        assertThat(database.createDatabase("further")).endsWith(database.port() + "/further");
    }

    @Test
    void aStandbyTakesOverAndTheOldPrimaryFollows() throws Exception {
        // Given: data left by a killed run
        var folder = Path.of("target/local/database-it-standby");
        Files.createDirectories(folder.resolve("data"));
        Files.writeString(folder.resolve("data/PG_VERSION"), "18");
        // When
        var standby = database.startStandby(DatabaseSettings.in(folder));
        // Then
        try {
            assertThat(isStandby(database)).isFalse();
            assertThat(isStandby(standby)).isTrue();
            database.stop();
            standby.promote();
            assertThat(isStandby(standby)).isFalse();
            database.follow(standby);
            assertThat(isStandby(database)).isTrue();
            database.promote();
        } finally {
            standby.discard();
        }
    }

    private static boolean isStandby(Database database) throws SQLException {
        try (var connection = database.connect();
                var statement = connection.createStatement();
                var rows = statement.executeQuery("SELECT pg_is_in_recovery()")) {
            rows.next();
            return rows.getBoolean(1);
        }
    }

    private static String query(String sql) throws SQLException {
        try (var connection = database.connect();
                var statement = connection.createStatement();
                var rows = statement.executeQuery(sql)) {
            rows.next();
            return rows.getString(1);
        }
    }

    private static void execute(Connection connection, String sql) throws SQLException {
        try (var statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }
}
