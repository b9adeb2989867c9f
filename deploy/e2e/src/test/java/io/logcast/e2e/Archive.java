package io.logcast.e2e;

import io.logcast.testing.TestDatabase;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;

/** Reads the archive from PostgreSQL itself, not through a service. */
record Archive(TestDatabase database) {

    long count() {
        return Long.parseLong(strings("select count(*) from log_event").get(0));
    }

    /** How many events have that source. */
    long countOf(String source) {
        return Long.parseLong(strings("select count(*) from log_event where source = '" + source + "'")
                .get(0));
    }

    List<String> ids() {
        return strings("select id from log_event");
    }

    /** The ids of the events in the dead letters. */
    List<String> deadLetteredIds() {
        return strings("select unnest(event_ids) from dead_letter");
    }

    List<String> messages() {
        return strings("select message from log_event");
    }

    /** The messages of the events with that source. */
    List<String> messagesOf(String source) {
        return strings("select message from log_event where source = '" + source + "'");
    }

    /** Holds up archiving until it is closed; archived events can still be read. */
    AutoCloseable holdUp() {
        return lock("share row exclusive");
    }

    /** The same, and holds up searches too. */
    AutoCloseable holdUpSearches() {
        return lock("access exclusive");
    }

    /** Whether any session is being held up. */
    boolean isWaitedFor() {
        return !strings("select pid from pg_locks where not granted and relation = 'log_event'::regclass")
                .isEmpty();
    }

    private AutoCloseable lock(String mode) {
        try {
            var connection = database.connect();
            connection.setAutoCommit(false);
            try (var statement = connection.createStatement()) {
                statement.execute("lock table log_event in " + mode + " mode");
            }
            return connection::close;
        } catch (SQLException e) {
            throw new IllegalStateException("The archive could not be held up", e);
        }
    }

    /** The ids of the events with that message. */
    List<String> idsOf(String message) {
        return strings("select id from log_event where message = '" + message + "'");
    }

    /** Inserts an event that no service has seen. */
    void insert(UUID id) {
        var insert = "insert into log_event (id, observed_time_unix_nano, severity_number, source, message, attributes,"
                + " content_hash) values (?, 0, 9, 'test', 'inserted', '{}', '')";
        try (var connection = database.connect();
                var statement = connection.prepareStatement(insert)) {
            statement.setObject(1, id);
            statement.executeUpdate();
        } catch (SQLException e) {
            throw new IllegalStateException(insert, e);
        }
    }

    /** Inserts a dead letter that no service has seen. */
    void insertDeadLetter() {
        strings("insert into dead_letter (reason, attempts, exchange, routing_key, queue, body)"
                + " values ('inserted', 0, '', '', 'test', '') returning id");
    }

    private List<String> strings(String query) {
        try (var connection = database.connect();
                var statement = connection.createStatement();
                var rows = statement.executeQuery(query)) {
            var strings = new ArrayList<String>();
            while (rows.next()) {
                strings.add(rows.getString(1));
            }
            return strings;
        } catch (SQLException e) {
            throw new IllegalStateException(query, e);
        }
    }
}
