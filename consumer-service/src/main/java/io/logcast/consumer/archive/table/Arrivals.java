package io.logcast.consumer.archive.table;

import io.logcast.consumer.database.Timestamps;
import io.logcast.consumer.filters.LogFilter;
import jakarta.enterprise.context.ApplicationScoped;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import javax.sql.DataSource;

/** Reads the archive in the order in which events arrived there, a bounded step at a time. */
@ApplicationScoped
public class Arrivals {

    /** The most bytes of JSON in a step; a larger event is a step of its own. */
    public static final int STEP_BYTES = 1024 * 1024;

    /** How many events a step looks at, for a reader that shares the database with many others. */
    public static final int STEP_ROWS = 250;

    private static final long STEP_NANOS = 10_000_000_000L;
    private static final UUID LAST_ID = new UUID(-1, -1);

    // PostgreSQL needs the plain comparison to skip parts of other times.
    private static final String BEHIND = "archived_at >= ? and (archived_at, id) > (?, ?)";
    private static final String UP_TO = "archived_at <= ? and (archived_at, id) <= (?, ?)";
    private static final String IN_ORDER = " order by archived_at, id limit ?";

    private final DataSource database;

    Arrivals(@io.quarkus.agroal.DataSource("search") DataSource database) {
        this.database = database;
    }

    /**
     * When an event arrived, and its id.
     *
     * @param at by the database's clock
     */
    public record Arrival(Instant at, UUID id) {

        /** After everything that had arrived by then. */
        public static Arrival endOf(Instant at) {
            return new Arrival(at, LAST_ID);
        }
    }

    /**
     * The result of one step.
     *
     * @param end where the next step begins
     */
    public record Step(List<ArchivedEvent> events, Arrival end) {}

    /**
     * The matching events among those that arrived next after {@code from}, at most up to the horizon.
     *
     * @param rows how many events it looks at
     */
    public Step step(LogFilter filter, Arrival from, Instant horizon, int rows) throws SQLException {
        try (var connection = database.getConnection()) {
            connection.setAutoCommit(false);
            try {
                Primary.check(connection);
                return between(connection, filter, from, end(connection, from, horizon, rows), rows);
            } finally {
                connection.rollback();
            }
        }
    }

    private static Arrival end(Connection connection, Arrival from, Instant horizon, int rows) throws SQLException {
        var sql = "select archived_at, id from log_event where " + BEHIND + " and archived_at <= ?" + IN_ORDER
                + " offset ?";
        try (var select = connection.prepareStatement(sql)) {
            var next = set(select, 1, from);
            select.setObject(next, Timestamps.value(horizon));
            select.setInt(next + 1, 1);
            select.setInt(next + 2, rows - 1);
            try (var row = select.executeQuery()) {
                return row.next()
                        ? new Arrival(Timestamps.of(row, "archived_at"), row.getObject("id", UUID.class))
                        : Arrival.endOf(horizon);
            }
        }
    }

    private static Step between(Connection connection, LogFilter filter, Arrival from, Arrival end, int rows)
            throws SQLException {
        var range = Condition.timeRange(filter, Position.START);
        var content = Condition.content(filter);
        // The limit keeps the filter out of the inner query, so that it does not lead PostgreSQL to another index.
        var step = "(select * from log_event where " + BEHIND + " and " + UP_TO + IN_ORDER + ") as step";
        var sql = "select archived_at, " + LogEventRow.COLUMNS + " from " + step + " where " + range.sql() + " and "
                + content.sql() + " order by archived_at, id";
        try (var select = connection.prepareStatement(sql)) {
            var next = set(select, set(select, 1, from), end);
            select.setInt(next, rows);
            content.setIn(select, range.setIn(select, next + 1));
            return step(select, end);
        }
    }

    private static Step step(PreparedStatement select, Arrival end) throws SQLException {
        var arrived = new ArrayList<ArchivedEvent>();
        var read = BoundedRows.read(
                select,
                STEP_BYTES,
                System.nanoTime() + STEP_NANOS,
                (event, bytes, row) -> arrived.add(new ArchivedEvent(event, Timestamps.of(row, "archived_at"))));
        if (!read.isCut()) {
            return new Step(arrived, end);
        }
        var last = arrived.get(arrived.size() - 1);
        return new Step(arrived, new Arrival(last.at(), last.event().id()));
    }

    private static int set(PreparedStatement select, int index, Arrival arrival) throws SQLException {
        select.setObject(index, Timestamps.value(arrival.at()));
        select.setObject(index + 1, Timestamps.value(arrival.at()));
        select.setObject(index + 2, arrival.id());
        return index + 3;
    }
}
