package io.logcast.consumer.database;

import java.sql.Connection;
import java.sql.SQLException;

/** How long the statements of a transaction may take, at the database, whether or not anybody still waits for them. */
public final class StatementTime {

    private static final String CANCELLED = "57014";

    private StatementTime() {}

    /** Of each statement of the transaction from now on. */
    public static void limit(Connection connection, long millis) throws SQLException {
        try (var timeout = connection.createStatement()) {
            timeout.execute("set local statement_timeout = " + millis);
        }
    }

    /** Whether a statement failed since its time was over. */
    public static boolean isOver(SQLException failure) {
        return CANCELLED.equals(failure.getSQLState());
    }
}
