package io.logcast.consumer.search;

import io.logcast.consumer.archive.LogEvents;
import io.logcast.consumer.filters.LogFilter;
import io.logcast.model.event.LogEvent;
import jakarta.enterprise.context.ApplicationScoped;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/** Reads the archive in the order in which events arrived there, a bounded step at a time. */
@ApplicationScoped
public class Arrivals {

    /** The most JSON of a step; a larger event is a step of its own. */
    public static final int STEP_BYTES = 1024 * 1024;

    private static final int STEP_ROWS = 250;
    private static final long STEP_NANOS = 10_000_000_000L;
    private static final UUID LAST_ID = new UUID(-1, -1);

    private static final String BEHIND = "(archived_at, id) > (?, ?)";
    private static final String UP_TO = "(archived_at, id) <= (?, ?)";
    private static final String IN_ORDER = " order by archived_at, id limit ?";

    // Who writes events, or waits to, has or wants this lock; the pool's name tells our writers from others.
    private static final String HORIZON = """
            select least(now() - make_interval(secs => ?), (
                select min(activity.xact_start) - interval '1 microsecond'
                from pg_locks as lock join pg_stat_activity as activity using (pid)
                where lock.relation = 'log_event'::regclass and lock.mode = 'RowExclusiveLock'
                      and activity.datname = current_database()
                      and activity.application_name = current_setting('application_name')))""";

    private static final String READ_ONLY = "25006";
    private static final double MILLIS_PER_SECOND = 1_000;

    private final DataSource database;
    private final DataSource writers;

    /** @param writers the connections that the archive is written with */
    Arrivals(@io.quarkus.agroal.DataSource("search") DataSource database, DataSource writers) {
        this.database = database;
        this.writers = writers;
    }

    /**
     * When and as what an event arrived.
     *
     * @param at by the database's clock
     */
    public record Arrival(Instant at, UUID id) {

        /** Behind everything that had arrived by then. */
        public static Arrival endOf(Instant at) {
            return new Arrival(at, LAST_ID);
        }
    }

    /** An event and when it arrived. */
    public record Arrived(LogEvent event, Instant at) {}

    /**
     * A part of the way.
     *
     * @param end where the next step begins
     */
    public record Step(List<Arrived> events, Arrival end) {}

    /**
     * Up to when everything has arrived: an event is stamped when its transaction begins, and is seen when that commits. So it
     * lies before each transaction that some replica writes events in at the moment, however long that takes.
     *
     * @param overlap how far it lies behind now at least
     */
    public Instant horizon(Duration overlap) throws SQLException {
        try (var connection = writers.getConnection()) {
            checkPrimary(connection);
            try (var select = connection.prepareStatement(HORIZON)) {
                select.setDouble(1, overlap.toMillis() / MILLIS_PER_SECOND);
                try (var row = select.executeQuery()) {
                    row.next();
                    return instant(row.getObject(1, OffsetDateTime.class));
                }
            }
        }
    }

    /**
     * After a failover a connection may still lead to the old server. The horizon of one server says nothing about what another
     * one has by now, so both are asked of the primary.
     */
    private static void checkPrimary(Connection connection) throws SQLException {
        try (var select = connection.prepareStatement("select pg_is_in_recovery()");
                var row = select.executeQuery()) {
            row.next();
            if (row.getBoolean(1)) {
                throw new SQLException("The database is a standby, and may be behind its primary", READ_ONLY);
            }
        }
    }

    /** When the event arrived; empty if it is not there. */
    public Optional<Instant> of(UUID id) throws SQLException {
        return event(id).map(Arrived::at);
    }

    /** The event and when it arrived; empty if it is not there. */
    public Optional<Arrived> event(UUID id) throws SQLException {
        var sql = "select archived_at, " + LogEvents.COLUMNS + " from log_event where id = ?";
        try (var connection = database.getConnection();
                var select = connection.prepareStatement(sql)) {
            select.setObject(1, id);
            try (var row = select.executeQuery()) {
                return row.next() ? Optional.of(arrived(LogEvents.event(row), row)) : Optional.empty();
            }
        }
    }

    /** The events of the filter among the next ones behind {@code from}, up to the horizon at most. */
    public Step step(LogFilter filter, Arrival from, Instant horizon) throws SQLException {
        try (var connection = database.getConnection()) {
            connection.setAutoCommit(false);
            try {
                checkPrimary(connection);
                return between(connection, filter, from, end(connection, from, horizon));
            } finally {
                connection.rollback();
            }
        }
    }

    private static Arrival end(Connection connection, Arrival from, Instant horizon) throws SQLException {
        var sql = "select archived_at, id from log_event where " + BEHIND + " and archived_at <= ?" + IN_ORDER
                + " offset ?";
        try (var select = connection.prepareStatement(sql)) {
            var next = set(select, 1, from);
            select.setObject(next, timestamp(horizon));
            select.setInt(next + 1, 1);
            select.setInt(next + 2, STEP_ROWS - 1);
            try (var row = select.executeQuery()) {
                return row.next()
                        ? new Arrival(instant(row.getObject(1, OffsetDateTime.class)), row.getObject(2, UUID.class))
                        : Arrival.endOf(horizon);
            }
        }
    }

    private static Step between(Connection connection, LogFilter filter, Arrival from, Arrival end)
            throws SQLException {
        var range = Condition.timeRange(filter, Position.START);
        var content = Condition.content(filter);
        // The limit keeps the filter out of the step, so that no other index is taken for it.
        var step = "(select * from log_event where " + BEHIND + " and " + UP_TO + IN_ORDER + ") as step";
        var sql = "select archived_at, " + LogEvents.COLUMNS + " from " + step + " where " + range.sql() + " and "
                + content.sql() + " order by archived_at, id";
        try (var select = connection.prepareStatement(sql)) {
            var next = set(select, set(select, 1, from), end);
            select.setInt(next, STEP_ROWS);
            content.setIn(select, range.setIn(select, next + 1));
            return step(select, end);
        }
    }

    private static Step step(PreparedStatement select, Arrival end) throws SQLException {
        var arrived = new ArrayList<Arrived>();
        var read = BoundedRows.read(
                select,
                STEP_BYTES,
                System.nanoTime() + STEP_NANOS,
                (event, bytes, row) -> arrived.add(arrived(event, row)));
        if (!read.isCut()) {
            return new Step(arrived, end);
        }
        var last = arrived.get(arrived.size() - 1);
        return new Step(arrived, new Arrival(last.at(), last.event().id()));
    }

    private static Arrived arrived(LogEvent event, ResultSet row) throws SQLException {
        return new Arrived(event, instant(row.getObject(1, OffsetDateTime.class)));
    }

    private static int set(PreparedStatement select, int index, Arrival arrival) throws SQLException {
        select.setObject(index, timestamp(arrival.at()));
        select.setObject(index + 1, arrival.id());
        return index + 2;
    }

    private static OffsetDateTime timestamp(Instant instant) {
        return instant.atOffset(ZoneOffset.UTC);
    }

    private static Instant instant(@Nullable OffsetDateTime timestamp) {
        if (timestamp == null) {
            throw new IllegalStateException("archived_at is never null");
        }
        return timestamp.toInstant();
    }
}
