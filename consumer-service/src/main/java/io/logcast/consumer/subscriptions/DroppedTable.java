package io.logcast.consumer.subscriptions;

import io.logcast.consumer.database.Transactions;
import jakarta.enterprise.context.ApplicationScoped;
import java.sql.SQLException;
import java.util.Map;
import java.util.TreeMap;
import javax.sql.DataSource;

/** The table {@code subscription_dropped}: how many events the queues of subscriptions dropped. */
@ApplicationScoped
class DroppedTable {

    private final DataSource database;

    DroppedTable(DataSource database) {
        this.database = database;
    }

    /** The events that the subscription's queue dropped, by the broker's reason. */
    Map<String, Long> of(String name) throws SQLException {
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

    /** Adds the dropped events of existing subscriptions, all or none. */
    void add(Map<Drop, Long> events) throws SQLException {
        Transactions.committed(database, connection -> {
            try (var add = connection.prepareStatement("insert into subscription_dropped (subscription, reason, events)"
                    + " select name, ?, ? from subscription where name = ?"
                    + " on conflict (subscription, reason)"
                    + " do update set events = subscription_dropped.events + excluded.events")) {
                // Always in the same order, so that replicas do not deadlock.
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
}
