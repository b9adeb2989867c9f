package io.logcast.bench.services;

import java.sql.Connection;
import java.sql.SQLException;

/** The table that new events of the archive go into. */
final class LastPart {

    private static final String HAS_PARTS = "select to_regclass('log_event_part') is not null";
    private static final String LAST = "select 'log_event_' || max(number) from log_event_part";

    private LastPart() {}

    /** Another checkout's archive may have no parts. */
    static String name(Connection connection) throws SQLException {
        return "t".equals(text(connection, HAS_PARTS)) ? text(connection, LAST) : "log_event";
    }

    private static String text(Connection connection, String query) throws SQLException {
        try (var statement = connection.createStatement();
                var row = statement.executeQuery(query)) {
            row.next();
            return row.getString(1);
        }
    }
}
