package io.logcast.consumer.searches;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.logcast.consumer.database.Timestamps;
import io.logcast.consumer.database.Transactions;
import io.logcast.http.ProblemException;
import jakarta.enterprise.context.ApplicationScoped;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import javax.sql.DataSource;

/** The table {@code saved_search}. */
@ApplicationScoped
class SavedSearchTable {

    /** The maximum number of saved searches: few enough for one page. */
    static final int MOST = 200;

    private static final String SELECT = "select name, parameters, saved_at from saved_search";
    // Inserts run one after the other, so that together they do not exceed the maximum.
    private static final String LOCK = "lock table saved_search in share row exclusive mode";
    private static final String PUT = """
            insert into saved_search (name, parameters) values (?, ?::json)
            on conflict (name) do update set parameters = excluded.parameters, saved_at = excluded.saved_at
            returning name, parameters, saved_at""";

    private final DataSource database;
    private final ObjectMapper json;

    SavedSearchTable(DataSource database, ObjectMapper json) {
        this.database = database;
        this.json = json;
    }

    /**
     * A search that was saved.
     *
     * @param isNew false if it replaced one with the same name
     */
    record Saved(SavedSearch search, boolean isNew) {}

    /** All saved searches, ordered by name. */
    List<SavedSearch> all() throws SQLException {
        try (var connection = database.getConnection();
                var select = connection.prepareStatement(SELECT + " order by lower(name), name")) {
            return read(select);
        }
    }

    Optional<SavedSearch> find(String name) throws SQLException {
        try (var connection = database.getConnection()) {
            return find(connection, name);
        }
    }

    private Optional<SavedSearch> find(Connection connection, String name) throws SQLException {
        try (var select = connection.prepareStatement(SELECT + " where name = ?")) {
            select.setString(1, name);
            return read(select).stream().findFirst();
        }
    }

    /**
     * Saves the search; replaces the one with this name, if it exists.
     *
     * @throws ProblemException 429 if it is new and the maximum is reached
     */
    Saved put(String name, Map<String, String> parameters) throws SQLException {
        return Transactions.committed(database, connection -> {
            try (var lock = connection.createStatement()) {
                lock.execute(LOCK);
            }
            var isNew = find(connection, name).isEmpty();
            if (isNew && count(connection) >= MOST) {
                throw ProblemException.tooMany(
                        "There are " + MOST + " saved searches; delete some that are not needed");
            }
            try (var put = connection.prepareStatement(PUT)) {
                put.setString(1, name);
                put.setString(2, written(parameters));
                return new Saved(read(put).get(0), isNew);
            }
        });
    }

    private static int count(Connection connection) throws SQLException {
        try (var select = connection.prepareStatement("select count(*) from saved_search");
                var row = select.executeQuery()) {
            row.next();
            return row.getInt(1);
        }
    }

    /** Deletes the search; false if none has this name. */
    boolean delete(String name) throws SQLException {
        try (var connection = database.getConnection();
                var delete = connection.prepareStatement("delete from saved_search where name = ?")) {
            delete.setString(1, name);
            return delete.executeUpdate() > 0;
        }
    }

    private List<SavedSearch> read(PreparedStatement statement) throws SQLException {
        var searches = new ArrayList<SavedSearch>();
        try (var rows = statement.executeQuery()) {
            while (rows.next()) {
                searches.add(read(rows));
            }
        }
        return searches;
    }

    private SavedSearch read(ResultSet row) throws SQLException {
        var name = row.getString("name");
        try {
            return new SavedSearch(
                    name,
                    json.readValue(row.getString("parameters"), new TypeReference<Map<String, String>>() {}),
                    Timestamps.of(row, "saved_at"));
        } catch (JsonProcessingException e) {
            throw new SQLException("The parameters of the saved search " + name + " are broken", e);
        }
    }

    private String written(Map<String, String> parameters) {
        try {
            return json.writeValueAsString(parameters);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("texts cannot be written as JSON", e);
        }
    }
}
