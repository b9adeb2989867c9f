package io.logcast.consumer.archive.table;

import io.logcast.consumer.archive.parts.Parts;
import io.logcast.consumer.archive.parts.SealedParts;
import io.logcast.testing.TestDatabase;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.flywaydb.core.Flyway;
import org.postgresql.ds.PGSimpleDataSource;

/** An archive in a database of its own, without a service that maintains it. */
abstract class OwnArchive {

    static final String LATEST = "latest";

    final String name;
    final TestDatabase database;
    final LogEventTable events;
    final Parts parts;
    final SealedParts sealed;
    final MeterRegistry meters = new SimpleMeterRegistry();

    OwnArchive() throws SQLException {
        name = "archive-" + UUID.randomUUID().toString().substring(0, 8);
        database = TestDatabase.get().newDatabase(name);
        var connections = connections(database.username(), database.password());
        parts = new Parts(connections);
        sealed = new SealedParts(parts, meters);
        events = new LogEventTable(connections, sealed);
    }

    final PGSimpleDataSource connections(String user, String password) {
        var connections = new PGSimpleDataSource();
        connections.setUrl(database.jdbcUrl());
        connections.setUser(user);
        connections.setPassword(password);
        return connections;
    }

    final void migrate(String target) {
        Flyway.configure()
                .dataSource(database.jdbcUrl(), database.username(), database.password())
                .target(target)
                .load()
                .migrate();
    }

    final void execute(String... statements) throws SQLException {
        try (var connection = database.connect();
                var statement = connection.createStatement()) {
            for (var sql : statements) {
                statement.execute(sql);
            }
        }
    }

    final List<String> texts(String query) throws SQLException {
        try (var connection = database.connect();
                var rows = connection.createStatement().executeQuery(query)) {
            var texts = new ArrayList<String>();
            while (rows.next()) {
                texts.add(rows.getString(1));
            }
            return texts;
        }
    }
}
