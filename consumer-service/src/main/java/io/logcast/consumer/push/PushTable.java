package io.logcast.consumer.push;

import io.logcast.consumer.database.Timestamps;
import io.logcast.consumer.database.Transactions;
import io.logcast.consumer.subscriptions.Subscription;
import io.logcast.consumer.subscriptions.SubscriptionRows;
import jakarta.enterprise.context.ApplicationScoped;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import javax.sql.DataSource;

/** The tables {@code subscription_push_pause} and {@code subscription_push_attempt}. */
@ApplicationScoped
class PushTable {

    /** How many attempts of one subscription are kept. */
    static final int KEPT = 100;

    private static final String PAUSE = "insert into subscription_push_pause (subscription, cause)"
            + " select name, ? from subscription where name = ?%s on conflict do nothing";

    private final DataSource database;
    private final SubscriptionRows subscriptions;

    PushTable(DataSource database, SubscriptionRows subscriptions) {
        this.database = database;
        this.subscriptions = subscriptions;
    }

    /** Pauses a subscription for an operator; one that is paused already stays as it is. */
    void pause(String subscription) throws SQLException {
        execute(PAUSE.formatted(""), Pause.Cause.OPERATOR.name(), subscription);
    }

    /**
     * Pauses a subscription whose target is gone, unless it has since been deleted, recreated or given another target.
     * One that is already paused stays as it is.
     */
    void pauseIfUnchanged(Subscription sent) throws SQLException {
        execute(
                PAUSE.formatted(" and definition ->> 'generation' = ? and definition -> 'push' ->> 'url' = ?"),
                Pause.Cause.TARGET.name(),
                sent.name(),
                Objects.requireNonNull(sent.generation()),
                Objects.requireNonNull(sent.push()).target().url().toString());
    }

    void resume(String subscription) throws SQLException {
        execute("delete from subscription_push_pause where subscription = ?", subscription);
    }

    private void execute(String sql, String... parameters) throws SQLException {
        try (var connection = database.getConnection();
                var statement = connection.prepareStatement(sql)) {
            for (int i = 0; i < parameters.length; i++) {
                statement.setString(i + 1, parameters[i]);
            }
            statement.executeUpdate();
        }
    }

    /** A subscription that is pushed unless it is paused. */
    record Pushed(Subscription subscription, Optional<Pause> pause) {}

    /** All that this release can read. */
    List<Pushed> pushed() throws SQLException {
        try (var connection = database.getConnection();
                var select = connection.prepareStatement("select name, definition, cause, paused_at from subscription"
                        + " left join subscription_push_pause on subscription = name"
                        + " where definition -> 'push' is not null");
                var rows = select.executeQuery()) {
            var pushed = new ArrayList<Pushed>();
            while (rows.next()) {
                var pause = rows.getString("cause") == null ? Optional.<Pause>empty() : Optional.of(pause(rows));
                subscriptions.readable(rows).ifPresent(found -> pushed.add(new Pushed(found, pause)));
            }
            return pushed;
        }
    }

    /** Empty if the subscription is not paused. */
    Optional<Pause> pauseOf(String subscription) throws SQLException {
        try (var connection = database.getConnection();
                var select = connection.prepareStatement(
                        "select cause, paused_at from subscription_push_pause where subscription = ?")) {
            select.setString(1, subscription);
            try (var rows = select.executeQuery()) {
                return rows.next() ? Optional.of(pause(rows)) : Optional.empty();
            }
        }
    }

    private static Pause pause(ResultSet row) throws SQLException {
        return new Pause(Timestamps.of(row, "paused_at"), Pause.Cause.of(row.getString("cause")));
    }

    /** The attempts that are kept, of all replicas, the latest first. */
    List<Attempt> attemptsOf(String subscription) throws SQLException {
        try (var connection = database.getConnection();
                var select = connection.prepareStatement(
                        "select sent_at, webhook_id, events, outcome, status, reason, millis"
                                + " from subscription_push_attempt where subscription = ?"
                                + " order by sent_at desc, id desc limit " + KEPT)) {
            select.setString(1, subscription);
            var attempts = new ArrayList<Attempt>();
            try (var rows = select.executeQuery()) {
                while (rows.next()) {
                    attempts.add(attempt(rows));
                }
            }
            return attempts;
        }
    }

    private static Attempt attempt(ResultSet row) throws SQLException {
        return new Attempt(
                Timestamps.of(row, "sent_at"),
                row.getString("webhook_id"),
                row.getInt("events"),
                row.getString("outcome"),
                row.getObject("status", Integer.class),
                row.getString("reason"),
                row.getLong("millis"));
    }

    /** Stores attempts of existing subscriptions, all or none, and deletes the oldest. */
    void add(Map<String, ? extends Collection<Attempt>> attempts) throws SQLException {
        Transactions.committed(database, connection -> {
            // Always in the same order, so that replicas do not deadlock.
            for (var entry : new TreeMap<>(attempts).entrySet()) {
                insert(connection, entry.getKey(), entry.getValue());
                deleteOldest(connection, entry.getKey());
            }
            return attempts.size();
        });
    }

    private static void insert(Connection connection, String subscription, Collection<Attempt> attempts)
            throws SQLException {
        try (var insert = connection.prepareStatement("insert into subscription_push_attempt"
                + " (subscription, sent_at, webhook_id, events, outcome, status, reason, millis)"
                + " select name, ?, ?, ?, ?, ?, ?, ? from subscription where name = ?")) {
            for (var attempt : attempts) {
                insert.setObject(1, attempt.sentAt().atOffset(ZoneOffset.UTC));
                insert.setString(2, attempt.webhookId());
                insert.setInt(3, attempt.events());
                insert.setString(4, attempt.outcome());
                insert.setObject(5, attempt.status(), java.sql.Types.INTEGER);
                insert.setString(6, attempt.reason());
                insert.setLong(7, attempt.millis());
                insert.setString(8, subscription);
                insert.addBatch();
            }
            insert.executeBatch();
        }
    }

    private static void deleteOldest(Connection connection, String subscription) throws SQLException {
        try (var delete = connection.prepareStatement("delete from subscription_push_attempt where id in"
                + " (select id from subscription_push_attempt where subscription = ?"
                + " order by sent_at desc, id desc offset " + KEPT + ")")) {
            delete.setString(1, subscription);
            delete.executeUpdate();
        }
    }
}
