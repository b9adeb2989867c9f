package io.logcast.consumer.database;

import java.sql.Connection;
import java.sql.SQLException;
import javax.sql.DataSource;

/** Connections to the database, for callers that treat a failure without a SQLSTATE as a fault of their data. */
final class Connections {

    /** sqlclient_unable_to_establish_sqlconnection. */
    private static final String NOT_ESTABLISHED = "08001";

    private Connections() {}

    /**
     * @throws SQLException for every failure; with the state 08001 if the driver or the pool threw another exception
     */
    static Connection of(DataSource database) throws SQLException {
        try {
            return database.getConnection();
        } catch (RuntimeException e) {
            throw new SQLException("No connection to the database: " + e.getMessage(), NOT_ESTABLISHED, e);
        }
    }
}
