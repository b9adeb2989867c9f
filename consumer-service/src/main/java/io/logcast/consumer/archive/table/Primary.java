package io.logcast.consumer.archive.table;

import java.sql.Connection;
import java.sql.SQLException;

/**
 * The server that takes writes. After a failover a connection may still lead to the old one. The horizon of one server
 * says nothing about the events on another, so both the horizon and the events up to it are read from the primary.
 */
final class Primary {

    private static final String READ_ONLY = "25006";

    private Primary() {}

    /** @throws SQLException with the state 25006 if the connection leads to a standby */
    static void check(Connection connection) throws SQLException {
        try (var select = connection.prepareStatement("select pg_is_in_recovery()");
                var row = select.executeQuery()) {
            row.next();
            if (row.getBoolean(1)) {
                throw new SQLException("The database is a standby, and may be behind its primary", READ_ONLY);
            }
        }
    }
}
