package io.logcast.consumer.subscriptions;

import io.logcast.consumer.database.Transactions;
import jakarta.enterprise.context.ApplicationScoped;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import java.util.function.Predicate;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/** The table {@code subscription}. */
@ApplicationScoped
class SubscriptionTable {

    private static final int PATIENCE_SECONDS = 10;

    private final DataSource database;
    private final SubscriptionRows rows;
    /**
     * Changes run one after the other: each holds a connection while it waits for the broker, and the archive needs
     * some too.
     */
    private final Lock changing = new ReentrantLock(true);
    /** The subscriptions as this replica last read or wrote them. */
    private final Map<String, Subscription> known = new ConcurrentHashMap<>();

    SubscriptionTable(DataSource database, SubscriptionRows rows) {
        this.database = database;
        this.rows = rows;
    }

    /** A change, during which nobody else changes the subscription, on any replica. */
    interface Change {

        /**
         * Returns the changed subscription.
         *
         * @param existing the subscription before; null if it is new
         * @param others what all others use; to be called only for a new subscription, since callers wait for each
         *     other
         * @param connection of the transaction that makes the change
         */
        Subscription apply(@Nullable Subscription existing, Others others, Connection connection) throws SQLException;
    }

    /** The usage of all other subscriptions. */
    interface Others {
        Usage usage() throws SQLException;
    }

    /** Stores what the change returns. */
    void put(Subscription subscription, Change change) throws SQLException {
        var stored = alone(connection -> {
            var existing = insertOrLock(connection, subscription).orElse(null);
            var changed = change.apply(existing, () -> usageBut(connection, subscription.name()), connection);
            if (existing != null && !existing.equals(changed)) {
                rows.update(connection, changed);
            }
            return changed;
        });
        known.put(stored.name(), stored);
    }

    /** Calls run one after the other, so that none overlooks what another adds. */
    private static Usage usageBut(Connection connection, String name) throws SQLException {
        try (var lock = connection.prepareStatement("select pg_advisory_xact_lock(hashtext('subscription'))");
                var select = connection.prepareStatement(
                        "select count(*),"
                                + " coalesce(sum((definition ->> 'max_bytes')::bigint), 0) from subscription where name <> ?")) {
            lock.execute();
            select.setString(1, name);
            try (var sums = select.executeQuery()) {
                sums.next();
                return new Usage(sums.getInt(1), sums.getLong(2));
            }
        }
    }

    /** The existing subscription, locked; empty if it is new. */
    private Optional<Subscription> insertOrLock(Connection connection, Subscription subscription) throws SQLException {
        while (!rows.insert(connection, subscription)) {
            var existing = rows.locked(connection, subscription.name());
            if (existing.isPresent()) {
                return existing;
            }
            // Somebody has deleted it meanwhile.
        }
        return Optional.empty();
    }

    /** Deletes the subscription if the action succeeds; false if it does not exist. */
    boolean delete(String name, Consumer<Subscription> action) throws SQLException {
        var wasThere = alone(connection -> {
            var existing = rows.locked(connection, name);
            if (existing.isPresent()) {
                action.accept(existing.get());
                rows.delete(connection, name);
            }
            return existing.isPresent();
        });
        known.remove(name);
        return wasThere;
    }

    /** Deletes the subscription unless its current state has to be kept; false if it no longer exists. */
    boolean deleteUnless(String name, Predicate<Subscription> isKept) throws SQLException {
        return alone(connection -> {
            var current = rows.locked(connection, name);
            if (current.filter(isKept).isPresent()) {
                return true;
            }
            rows.delete(connection, name);
            return false;
        });
    }

    /** By name. */
    List<Subscription> all() throws SQLException {
        try (var connection = database.getConnection();
                var select = connection.prepareStatement("select name, definition from subscription order by name")) {
            var all = rows.all(select);
            known.keySet().retainAll(all.stream().map(Subscription::name).toList());
            all.forEach(subscription -> known.put(subscription.name(), subscription));
            return all;
        }
    }

    /** The subscription as this replica last knew it. */
    Optional<Subscription> lastKnown(String name) {
        return Optional.ofNullable(known.get(name));
    }

    Optional<Subscription> find(String name) throws SQLException {
        try (var connection = database.getConnection();
                var select = connection.prepareStatement("select name, definition from subscription where name = ?")) {
            select.setString(1, name);
            var found = rows.all(select).stream().findFirst();
            found.ifPresentOrElse(subscription -> known.put(name, subscription), () -> known.remove(name));
            return found;
        }
    }

    /** Commits the work. This replica's changes run one after the other. */
    private <T> T alone(Transactions.Work<T> work) throws SQLException {
        try {
            if (!changing.tryLock(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
                throw new BrokerAwayException("Other changes of subscriptions take too long", null);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new BrokerAwayException("The service is stopping", e);
        }
        try {
            return Transactions.committed(database, work);
        } finally {
            changing.unlock();
        }
    }
}
