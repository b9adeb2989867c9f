package io.logcast.consumer.database;

import java.sql.Connection;
import java.sql.SQLException;
import javax.sql.DataSource;

/** Connections to the database, for those to whom a failure without a SQLSTATE is one of their data. */
public final class Connections {

    /** sqlclient_unable_to_establish_sqlconnection. */
    private static final String NOT_ESTABLISHED = "08001";

    private Connections() {}

    /** @throws SQLException whatever goes wrong; with the state 08001 if the driver or the pool failed otherwise */
    public static Connection of(DataSource database) throws SQLException {
        try {
            return database.getConnection();
        } catch (RuntimeException e) {
            throw new SQLException("No connection to the database: " + e.getMessage(), NOT_ESTABLISHED, e);
        }
    }
}
