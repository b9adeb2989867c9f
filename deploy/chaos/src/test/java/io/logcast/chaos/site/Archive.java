package io.logcast.chaos.site;

import io.logcast.local.postgresql.Database;
import java.nio.charset.StandardCharsets;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Reads the archive from PostgreSQL itself, not through a service. */
public record Archive(Database database) {

    public void clear() {
        try (var connection = database.connect();
                var statement = connection.createStatement()) {
            statement.execute("truncate log_event, dead_letter");
        } catch (SQLException e) {
            throw new IllegalStateException("The archive could not be cleared", e);
        }
    }

    /** The texts of the dead letters. */
    public List<String> deadLetters() {
        try (var connection = database.connect();
                var statement = connection.createStatement();
                var rows = statement.executeQuery("select body from dead_letter")) {
            var texts = new ArrayList<String>();
            while (rows.next()) {
                texts.add(new String(rows.getBytes(1), StandardCharsets.UTF_8));
            }
            return texts;
        } catch (SQLException e) {
            throw new IllegalStateException("The dead letters could not be read", e);
        }
    }

    /** How many rows each token with this prefix has. */
    public Map<String, Integer> rowsByToken(String prefix) {
        try {
            return rows(prefix);
        } catch (SQLException e) {
            throw new IllegalStateException("The archive could not be read", e);
        }
    }

    /** How far the database's clock is ahead of this machine's. */
    public Duration clockAhead() {
        try (var connection = database.connect();
                var statement = connection.createStatement();
                var row = statement.executeQuery("select clock_timestamp()")) {
            row.next();
            return Duration.between(Instant.now(), row.getTimestamp(1).toInstant());
        } catch (SQLException e) {
            throw new IllegalStateException("The database's clock could not be read", e);
        }
    }

    /** Whether each token has a row; false if the database does not answer. */
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
