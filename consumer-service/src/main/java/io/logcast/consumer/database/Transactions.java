package io.logcast.consumer.database;

import java.sql.Connection;
import java.sql.SQLException;
import javax.sql.DataSource;

/** Runs work on the database in a transaction, which is committed as a whole or not at all. */
public final class Transactions {

    private Transactions() {}

    /** The work of one transaction. */
    @FunctionalInterface
    public interface Work<T> {
        T on(Connection connection) throws SQLException;
    }

    /** Commits the work, unless it throws. */
    public static <T> T committed(DataSource database, Work<T> work) throws SQLException {
        try (var connection = Connections.of(database)) {
            connection.setAutoCommit(false);
            try {
                var result = work.on(connection);
                connection.commit();
                return result;
            } finally {
                // Has no effect after a commit.
                connection.rollback();
                connection.setAutoCommit(true);
            }
        }
    }
}
