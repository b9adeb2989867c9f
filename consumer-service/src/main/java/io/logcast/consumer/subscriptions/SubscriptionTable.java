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
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Predicate;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/** The tables {@code subscription} and {@code subscription_dropped}. */
@ApplicationScoped
class SubscriptionTable {

    private static final int PATIENCE_SECONDS = 10;

    private final DataSource database;
    private final ObjectMapper json;
    /** A change waits for the broker with a connection, of which the archive needs some too: so one after the other. */
    private final Lock changing = new ReentrantLock(true);
    /** As they were last read or written here. */
    private final Map<String, Subscription> known = new ConcurrentHashMap<>();

    SubscriptionTable(DataSource database, ObjectMapper json) {
        this.database = database;
        this.json = json;
    }

    /** What is done while nobody else, on no replica, changes the subscription. */
    interface Change {

        /**
         * Returns the subscription as it is now.
         *
         * @param existing as it was before; null if there was none
         * @param others what all others take; to be asked only if it is made anew, since that waits for all who ask
         */
        Subscription apply(@Nullable Subscription existing, Others others) throws SQLException;
    }

    /** What all other subscriptions take. */
    interface Others {
        Usage usage() throws SQLException;
    }

    /** Stores what the change returns; a new subscription as it is given. */
    void put(Subscription subscription, Change change) throws SQLException {
        var stored = alone(connection -> {
            var existing = insertOrLock(connection, subscription).orElse(null);
            var changed = change.apply(existing, () -> usageBut(connection, subscription.name()));
            if (existing != null && !existing.equals(changed)) {
                update(connection, changed);
            }
            return changed;
        });
        known.put(stored.name(), stored);
    }

    /** One call after the other, so that none overlooks what another adds. */
    private static Usage usageBut(Connection connection, String name) throws SQLException {
        try (var lock = connection.prepareStatement("select pg_advisory_xact_lock(hashtext('subscription'))");
                var select = connection.prepareStatement(
                        "select count(*),"
                                + " coalesce(sum((definition ->> 'max_bytes')::bigint), 0) from subscription where name <> ?")) {
            lock.execute();
            select.setString(1, name);
            try (var rows = select.executeQuery()) {
                rows.next();
                return new Usage(rows.getInt(1), rows.getLong(2));
            }
        }
    }

    /** What there was; empty if it is new. */
    private Optional<Subscription> insertOrLock(Connection connection, Subscription subscription) throws SQLException {
        while (!insert(connection, subscription)) {
            var existing = locked(connection, subscription.name());
            if (existing.isPresent()) {
                return existing;
            }
            // Somebody has deleted it meanwhile.
        }
        return Optional.empty();
    }

    /** Deletes the subscription if the action succeeds; false if there is none. */
    boolean delete(String name, Runnable action) throws SQLException {
        var wasThere = alone(connection -> {
            var isThere = locked(connection, name).isPresent();
            if (isThere) {
                action.run();
                delete(connection, name);
            }
            return isThere;
        });
        known.remove(name);
        return wasThere;
    }

    /** Deletes the subscription unless it, as it is now, is to be kept; false if there is none any more. */
    boolean deleteUnless(String name, Predicate<Subscription> isKept) throws SQLException {
        return alone(connection -> {
            var current = locked(connection, name);
            if (current.filter(isKept).isPresent()) {
                return true;
            }
            delete(connection, name);
            return false;
        });
    }

    /** By name. */
    List<Subscription> all() throws SQLException {
        try (var connection = database.getConnection();
                var select = connection.prepareStatement("select name, definition from subscription order by name")) {
            var all = subscriptions(select);
            known.keySet().retainAll(all.stream().map(Subscription::name).toList());
            all.forEach(subscription -> known.put(subscription.name(), subscription));
            return all;
        }
    }

    /** As it was when this replica last knew of it. */
    Optional<Subscription> lastKnown(String name) {
        return Optional.ofNullable(known.get(name));
    }

    Optional<Subscription> find(String name) throws SQLException {
        try (var connection = database.getConnection();
                var select = connection.prepareStatement("select name, definition from subscription where name = ?")) {
            select.setString(1, name);
            var found = subscriptions(select).stream().findFirst();
            found.ifPresentOrElse(subscription -> known.put(name, subscription), () -> known.remove(name));
            return found;
        }
    }

    /** Events that were dropped, by the broker's reason. */
    Map<String, Long> dropped(String name) throws SQLException {
        try (var connection = database.getConnection();
                var select = connection.prepareStatement(
                        "select reason, events from subscription_dropped where subscription = ?")) {
            select.setString(1, name);
            var dropped = new TreeMap<String, Long>();
            try (var rows = select.executeQuery()) {
                while (rows.next()) {
                    dropped.put(rows.getString(1), rows.getLong(2));
                }
            }
            return dropped;
        }
    }

    /** Adds what was dropped of those subscriptions that there are, all or nothing. */
    void addDropped(Map<Drop, Long> events) throws SQLException {
        committed(connection -> {
            try (var add = connection.prepareStatement("insert into subscription_dropped (subscription, reason, events)"
                    + " select name, ?, ? from subscription where name = ?"
                    + " on conflict (subscription, reason)"
                    + " do update set events = subscription_dropped.events + excluded.events")) {
                // In one order, so that replicas do not wait for each other in a circle.
                for (var entry : new TreeMap<>(events).entrySet()) {
                    add.setString(1, entry.getKey().reason());
                    add.setLong(2, entry.getValue());
                    add.setString(3, entry.getKey().queue());
                    add.addBatch();
                }
                return add.executeBatch();
            }
        });
    }

    private interface Work<T> {
        T on(Connection connection) throws SQLException;
    }

    /** The same as {@link #committed}, of this replica's changes one after the other. */
    private <T> T alone(Work<T> work) throws SQLException {
        try {
            if (!changing.tryLock(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
                throw new BrokerAwayException("Other changes of subscriptions take too long", null);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new BrokerAwayException("The service stops", e);
        }
        try {
            return committed(work);
        } finally {
            changing.unlock();
        }
    }

    /** Commits what was done if all of it succeeds. */
    private <T> T committed(Work<T> work) throws SQLException {
        try (var connection = database.getConnection()) {
            connection.setAutoCommit(false);
            try {
                var result = work.on(connection);
                connection.commit();
                return result;
            } finally {
                // After a commit there is nothing to undo.
                connection.rollback();
                connection.setAutoCommit(true);
            }
        }
    }

    private static void delete(Connection connection, String name) throws SQLException {
        execute(connection, "delete from subscription where name = ?", name);
    }

    private boolean insert(Connection connection, Subscription subscription) throws SQLException {
        return execute(
                        connection,
                        "insert into subscription (definition, name) values (?::json, ?) on conflict do nothing",
                        written(subscription),
                        subscription.name())
                == 1;
    }

    private void update(Connection connection, Subscription subscription) throws SQLException {
        execute(
                connection,
                "update subscription set definition = ?::json where name = ?",
                written(subscription),
                subscription.name());
    }

    private Optional<Subscription> locked(Connection connection, String name) throws SQLException {
        try (var select =
                connection.prepareStatement("select name, definition from subscription where name = ? for update")) {
            select.setString(1, name);
            return subscriptions(select).stream().findFirst();
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

    private List<Subscription> subscriptions(PreparedStatement select) throws SQLException {
        var subscriptions = new ArrayList<Subscription>();
        try (var rows = select.executeQuery()) {
            while (rows.next()) {
                subscriptions.add(read(rows));
            }
        }
        return subscriptions;
    }

    private String written(Subscription subscription) {
        try {
            return json.writeValueAsString(subscription);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("a subscription can be written as JSON", e);
        }
    }

    private Subscription read(ResultSet row) throws SQLException {
        try {
            return json.readValue(row.getString("definition"), Subscription.class);
        } catch (JsonProcessingException e) {
            throw new SQLException("The definition of subscription " + row.getString("name") + " is broken", e);
        }
    }
}
