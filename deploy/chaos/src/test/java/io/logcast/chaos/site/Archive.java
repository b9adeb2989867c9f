package io.logcast.chaos.site;

import io.logcast.local.postgresql.Database;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** What really is in the archive, asked of PostgreSQL itself. */
public record Archive(Database database) {

    public void clear() {
        try (var connection = database.connect();
                var statement = connection.createStatement()) {
            statement.execute("truncate log_event");
        } catch (SQLException e) {
            throw new IllegalStateException("The archive could not be cleared", e);
        }
    }

    /** How many rows each token has; only those tokens that begin with the prefix. */
    public Map<String, Integer> rowsByToken(String prefix) {
        try {
            return rows(prefix);
        } catch (SQLException e) {
            throw new IllegalStateException("The archive could not be read", e);
        }
    }

    /** Whether each has a row; not if the database does not answer. */
    public boolean has(Set<String> tokens, String prefix) {
        try {
            return rows(prefix).keySet().containsAll(tokens);
        } catch (SQLException e) {
            return false;
        }
    }

    private Map<String, Integer> rows(String prefix) throws SQLException {
        try (var connection = database.connect();
                var select = connection.prepareStatement(
                        "select message, count(*) from log_event where starts_with(message, ?) group by message")) {
            select.setString(1, prefix);
            var counts = new HashMap<String, Integer>();
            try (var rows = select.executeQuery()) {
                while (rows.next()) {
                    counts.put(Optional.ofNullable(rows.getString(1)).orElse(""), rows.getInt(2));
                }
            }
            return counts;
        }
    }
}
