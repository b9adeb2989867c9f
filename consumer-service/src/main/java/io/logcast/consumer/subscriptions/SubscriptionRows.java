package io.logcast.consumer.subscriptions;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import jakarta.enterprise.context.ApplicationScoped;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jboss.logging.Logger;

/** The rows of the table {@code subscription}, each with a subscription as JSON. */
@ApplicationScoped
public class SubscriptionRows {

    private static final Logger LOG = Logger.getLogger(SubscriptionRows.class);

    private final ObjectMapper json;

    SubscriptionRows(ObjectMapper json) {
        this.json = json;
    }

    void delete(Connection connection, String name) throws SQLException {
        execute(connection, "delete from subscription where name = ?", name);
    }

    /** False if one with this name exists. */
    boolean insert(Connection connection, Subscription subscription) throws SQLException {
        return execute(
                        connection,
                        "insert into subscription (definition, name) values (?::json, ?) on conflict do nothing",
                        written(subscription),
                        subscription.name())
                == 1;
    }

    void update(Connection connection, Subscription subscription) throws SQLException {
        execute(
                connection,
                "update subscription set definition = ?::json where name = ?",
                written(subscription),
                subscription.name());
    }

    /** Locks the row until the transaction ends; empty if it does not exist. */
    Optional<Subscription> locked(Connection connection, String name) throws SQLException {
        try (var select =
                connection.prepareStatement("select name, definition from subscription where name = ? for update")) {
            select.setString(1, name);
            return all(select).stream().findFirst();
        }
    }

    private static int execute(Connection connection, String sql, String... parameters) throws SQLException {
        try (var statement = connection.prepareStatement(sql)) {
            for (int i = 0; i < parameters.length; i++) {
                statement.setString(i + 1, parameters[i]);
            }
            return statement.executeUpdate();
        }
    }

    /** All rows of the query, in its order. */
    List<Subscription> all(PreparedStatement select) throws SQLException {
        var subscriptions = new ArrayList<Subscription>();
        try (var rows = select.executeQuery()) {
            while (rows.next()) {
                subscriptions.add(read(rows));
            }
        }
        return subscriptions;
    }

    /** The subscription of this row; empty if this release cannot read it, such as a later release's. */
    public Optional<Subscription> readable(ResultSet row) throws SQLException {
        try {
            return Optional.of(parsed(row));
        } catch (JsonProcessingException e) {
            LOG.warnf("The definition of subscription %s cannot be read: %s", row.getString("name"), e.getMessage());
            return Optional.empty();
        }
    }

    private String written(Subscription subscription) {
        try {
            return json.writeValueAsString(subscription);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("a subscription cannot be written as JSON", e);
        }
    }

    private Subscription parsed(ResultSet row) throws SQLException, JsonProcessingException {
        return json.readValue(row.getString("definition"), Subscription.class);
    }

    private Subscription read(ResultSet row) throws SQLException {
        try {
            return parsed(row);
        } catch (JsonProcessingException e) {
            throw new SQLException("The definition of subscription " + row.getString("name") + " is broken", e);
        }
    }
}
