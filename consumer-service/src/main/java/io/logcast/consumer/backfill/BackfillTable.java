package io.logcast.consumer.backfill;

import io.logcast.consumer.archive.table.Arrivals.Arrival;
import io.logcast.consumer.backfill.Backfill.State;
import io.logcast.consumer.database.Timestamps;
import io.logcast.consumer.filters.FilterParameters;
import io.logcast.consumer.filters.LogFilter;
import io.logcast.consumer.subscriptions.PastEvents;
import io.logcast.consumer.subscriptions.Subscription;
import jakarta.enterprise.context.ApplicationScoped;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/**
 * The table {@code subscription_replay}: the last replay of each subscription. A replica claims one for {@link
 * #CLAIMED}, and renews the claim each time that it stores a position; when the claim has run out, any replica may
 * claim it.
 */
@ApplicationScoped
class BackfillTable implements PastEvents {

    /** A replica renews its claims each second, however long a step takes. */
    static final Duration CLAIMED = Duration.ofSeconds(10);

    private static final String CLAIM_ENDS = "now() + make_interval(secs => " + CLAIMED.toSeconds() + ")";
    private static final String INSERT = "insert into subscription_replay"
            + " (id, filter, rate, position_at, position_id, until, seam, subscription, generation)"
            + " values (?, ?::json, ?, ?, ?, %s, ?, ?)";
    private static final String REPLACE = " on conflict (subscription) do update set id = excluded.id,"
            + " generation = excluded.generation,"
            + " filter = excluded.filter, rate = excluded.rate, seam = excluded.seam, started_at = excluded.started_at, until = excluded.until,"
            + " position_at = excluded.position_at, position_id = excluded.position_id, sent = 0, state = 'running',"
            + " detail = null, ended_at = null, owner = null, owned_until = null";
    private static final String CLAIM = "update subscription_replay set owner = ?, owned_until = " + CLAIM_ENDS
            + " where id = (select id from subscription_replay where state = 'running' and"
            + " coalesce(owned_until < now(), true) order by started_at limit 1 for update skip locked) returning "
            + BackfillRows.COLUMNS;
    private static final String OWNED = " where id = ? and owner = ? and state = 'running'";

    private final DataSource database;
    private final BackfillRows rows;
    private final BackfillConfig config;

    BackfillTable(DataSource database, BackfillRows rows, BackfillConfig config) {
        this.database = database;
        this.rows = rows;
        this.config = config;
    }

    /**
     * Adds a replay of what has arrived by now. It replaces the subscription's earlier replay, and any replay of an
     * earlier subscription with the same name.
     *
     * @return false if one is running
     */
    boolean add(Subscription subscription, FilterParameters filter, int rate) throws SQLException {
        var sql =
                INSERT.formatted("clock_timestamp(), false") + REPLACE + " where subscription_replay.state <> 'running'"
                        + " or subscription_replay.generation <> excluded.generation";
        try (var connection = database.getConnection()) {
            return insert(connection, sql, subscription, filter.toStore(), filter.filter(), rate);
        }
    }

    /**
     * Adds a replay that ends once the archive has everything that was published before the queue was bound. When that
     * will be is not known yet.
     */
    @Override
    public void replay(Connection connection, Subscription made, Instant from) throws SQLException {
        var stored = Map.of("from", from.toString());
        var filter = FilterParameters.of(stored, from);
        insert(connection, INSERT.formatted("null, true") + REPLACE, made, stored, filter, config.maxRate());
    }

    private boolean insert(
            Connection connection,
            String sql,
            Subscription subscription,
            Map<String, String> stored,
            LogFilter filter,
            int rate)
            throws SQLException {
        try (var insert = connection.prepareStatement(sql)) {
            insert.setObject(1, UUID.randomUUID());
            insert.setString(2, rows.written(stored));
            insert.setInt(3, rate);
            BackfillRows.set(insert, 4, Backfill.begin(filter));
            insert.setString(6, subscription.name());
            insert.setString(7, subscription.generation());
            return insert.executeUpdate() == 1;
        }
    }

    /** Claims the oldest one that nobody works on; empty if there is none. */
    Optional<Backfill> claim(UUID owner) throws SQLException {
        try (var connection = database.getConnection();
                var claim = connection.prepareStatement(CLAIM)) {
            claim.setObject(1, owner);
            return rows.all(claim).stream().findFirst();
        }
    }

    /**
     * Stores how far it has come, and keeps the claim.
     *
     * @param sent how many events were sent since it was last stored
     * @param detail what it waits for; null if it does not wait
     * @return false if the claim is lost, or the replay has ended
     */
    boolean advance(Backfill backfill, UUID owner, Arrival position, int sent, @Nullable String detail)
            throws SQLException {
        try (var connection = database.getConnection();
                var update =
                        connection.prepareStatement("update subscription_replay set position_at = ?, position_id = ?,"
                                + " sent = sent + ?, detail = ?, owned_until = " + CLAIM_ENDS + OWNED)) {
            BackfillRows.set(update, 1, position);
            update.setInt(3, sent);
            update.setString(4, detail);
            return execute(update, 5, backfill, owner);
        }
    }

    /** Sets the end to that long from now; empty if the claim is lost, or the replay has ended. */
    Optional<Instant> setUntil(Backfill backfill, UUID owner, Duration fromNow) throws SQLException {
        try (var connection = database.getConnection();
                var update = connection.prepareStatement("update subscription_replay set until = clock_timestamp() +"
                        + " make_interval(secs => ?), owned_until = " + CLAIM_ENDS + OWNED + " returning until")) {
            update.setDouble(1, fromNow.toMillis() / 1000.0);
            update.setObject(2, backfill.id());
            update.setObject(3, owner);
            try (var row = update.executeQuery()) {
                return row.next() ? Optional.ofNullable(Timestamps.orNull(row, "until")) : Optional.empty();
            }
        }
    }

    /** Ends it, unless the claim is lost. */
    void end(Backfill backfill, UUID owner, Arrival position, State state, @Nullable String detail)
            throws SQLException {
        try (var connection = database.getConnection();
                var update = connection.prepareStatement(
                        "update subscription_replay set position_at = ?, position_id = ?, state = ?, detail = ?,"
                                + " ended_at = now(), owner = null"
                                + OWNED)) {
            BackfillRows.set(update, 1, position);
            update.setString(3, BackfillRows.name(state));
            update.setString(4, detail);
            execute(update, 5, backfill, owner);
        }
    }

    /** Renews the claims. */
    void renew(List<UUID> owners) throws SQLException {
        update("update subscription_replay set owned_until = " + CLAIM_ENDS + " where owner = any(?)", owners);
    }

    /** Gives the claims up, so that another replica goes on at once. */
    void release(List<UUID> owners) throws SQLException {
        update("update subscription_replay set owner = null, owned_until = null where owner = any(?)", owners);
    }

    private void update(String sql, List<UUID> owners) throws SQLException {
        if (owners.isEmpty()) {
            return;
        }
        try (var connection = database.getConnection();
                var update = connection.prepareStatement(sql)) {
            update.setArray(1, connection.createArrayOf("uuid", owners.toArray()));
            update.executeUpdate();
        }
    }

    /** Stops the subscription's replay if it runs; empty if it has none. */
    Optional<Backfill> stop(String subscription) throws SQLException {
        try (var connection = database.getConnection();
                var update = connection.prepareStatement("update subscription_replay set state = 'stopped', detail = ?,"
                        + " ended_at = now(), owner = null where subscription = ? and state = 'running'")) {
            update.setString(1, "A caller stopped it");
            update.setString(2, subscription);
            update.executeUpdate();
        }
        return find(subscription);
    }

    /** Deletes those that ended longer ago than this. */
    void forget(Duration age) throws SQLException {
        try (var connection = database.getConnection();
                var delete = connection.prepareStatement(
                        "delete from subscription_replay where ended_at < now() - make_interval(secs => ?)")) {
            delete.setDouble(1, age.toSeconds());
            delete.executeUpdate();
        }
    }

    /** The subscription's last one; empty if it has none. */
    Optional<Backfill> find(String subscription) throws SQLException {
        try (var connection = database.getConnection();
                var select = connection.prepareStatement(
                        "select " + BackfillRows.COLUMNS + " from subscription_replay where subscription = ?")) {
            select.setString(1, subscription);
            return rows.all(select).stream().findFirst();
        }
    }

    /** By subscription. */
    List<Backfill> all() throws SQLException {
        try (var connection = database.getConnection();
                var select = connection.prepareStatement(
                        "select " + BackfillRows.COLUMNS + " from subscription_replay order by subscription")) {
            return rows.all(select);
        }
    }

    private static boolean execute(PreparedStatement update, int index, Backfill backfill, UUID owner)
            throws SQLException {
        update.setObject(index, backfill.id());
        update.setObject(index + 1, owner);
        return update.executeUpdate() == 1;
    }
}
