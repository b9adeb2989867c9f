package io.logcast.testing;

import io.logcast.local.ServiceEnvironment;
import io.logcast.local.postgresql.Database;
import io.logcast.local.postgresql.DatabaseSettings;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.Map;
import java.util.Properties;

/** The private PostgreSQL that all tests of a JVM share. A test that kills a database starts its own. */
public record TestDatabase(String jdbcUrl, String username, String password) {
    // As in TestBroker: seen by every class loader.
    private static final String SHARED = "logcast.test.postgresql.shared";

    /** The database's address. The first call starts it. */
    public static TestDatabase get() {
        Properties properties = System.getProperties();
        synchronized (properties) {
            String shared = properties.getProperty(SHARED);
            if (shared == null) {
                shared = started();
                properties.setProperty(SHARED, shared);
            }
            String[] parts = shared.split("\n", -1);
            return new TestDatabase(parts[0], parts[1], parts[2]);
        }
    }

    /** Executes the statements on the shared database, one after the other, each committed. */
    public static void execute(String... statements) throws SQLException {
        try (var connection = get().connect();
                var statement = connection.createStatement()) {
            for (var sql : statements) {
                statement.execute(sql);
            }
        }
    }

    public Connection connect() throws SQLException {
        return DriverManager.getConnection(jdbcUrl, username, password);
    }

    /** The environment with its address for a service. */
    public Map<String, String> environment() {
        return ServiceEnvironment.ofDatabase(jdbcUrl, username, password);
    }

    /** An empty database beside the shared one, for a test that needs one of its own. */
    public TestDatabase newDatabase(String name) throws SQLException {
        try (var connection = connect();
                var statement = connection.createStatement()) {
            statement.execute("CREATE DATABASE " + statement.enquoteIdentifier(name, true));
        }
        var url = jdbcUrl.substring(0, jdbcUrl.lastIndexOf('/') + 1) + name;
        return new TestDatabase(url, username, password);
    }

    private static String started() {
        var database = Database.start(DatabaseSettings.in(TestFolders.fresh("postgresql")));
        Runtime.getRuntime().addShutdownHook(new Thread(database::discard, "end of the test database"));
        return String.join("\n", database.jdbcUrl(), database.username(), database.password());
    }
}
