package io.logcast.consumer.database;

import java.sql.Connection;
import java.sql.SQLException;

/**
 * Limits how long the statements of a transaction may take. The database enforces it, even if nobody waits for them any
 * more.
 */
public final class StatementTime {

    private static final String CANCELLED = "57014";

    private StatementTime() {}

    /** Limits each further statement of the transaction. */
    public static void limit(Connection connection, long millis) throws SQLException {
        try (var timeout = connection.createStatement()) {
            timeout.execute("set local statement_timeout = " + millis);
        }
    }

    /** Whether a statement failed because its time was up. */
    public static boolean isOver(SQLException failure) {
        return CANCELLED.equals(failure.getSQLState());
    }
}
