package io.logcast.consumer.search;

import io.logcast.consumer.archive.LogEvents;
import io.logcast.consumer.filters.LogFilter;
import io.logcast.model.event.LogEvent;
import jakarta.enterprise.context.ApplicationScoped;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/**
 * Searches newest first within a time budget. First as PostgreSQL thinks best; when that takes half of the budget, by
 * walking from the newest event to the oldest in steps, which gets on whatever the filter is.
 */
@ApplicationScoped
class LogSearch {

    // A step takes some milliseconds.
    private static final int STEP_ROWS = 5_000;
    private static final String CANCELLED = "57014";

    private static final String SELECT = "select " + LogEvents.COLUMNS + " from ";
    private static final String NEWEST_FIRST = " order by observed_time_unix_nano desc, id desc limit ?";

    private final DataSource database;
    private final Duration budget;

    LogSearch(@io.quarkus.agroal.DataSource("search") DataSource database, SearchConfig config) {
        this.database = database;
        this.budget = config.timeBudget();
    }

    /**
     * What was found.
     *
     * @param next where to go on; null at the end
     * @param isPartial whether the time was over before the page was full
     */
    record Found(List<LogEvent> events, @Nullable Position next, boolean isPartial) {}

    /** At most {@code limit} events behind a position. */
    Found find(LogFilter filter, Position before, int limit) throws SQLException {
        var walkUntil = System.nanoTime() + budget.toNanos();
        try (var connection = database.getConnection()) {
            connection.setAutoCommit(false);
            try {
                return page(select(connection, filter, before, limit + 1), limit);
            } catch (SQLException e) {
                if (!CANCELLED.equals(e.getSQLState())) {
                    throw e;
                }
                connection.rollback();
                return walk(connection, filter, before, limit, walkUntil);
            } finally {
                connection.rollback();
            }
        }
    }

    private static Found page(List<LogEvent> events, int limit) {
        if (events.size() <= limit) {
            return new Found(events, null, false);
        }
        var page = events.subList(0, limit);
        return new Found(page, Position.of(page.get(limit - 1)), false);
    }

    private List<LogEvent> select(Connection connection, LogFilter filter, Position before, int limit)
            throws SQLException {
        try (var timeout = connection.createStatement()) {
            timeout.execute("set local statement_timeout = " + Math.max(1, budget.toMillis() / 2));
        }
        try (var select = prepare(connection, "", filter, before, limit)) {
            return events(select);
        }
    }

    /** @param verb before the select: none, or {@code explain} */
    static PreparedStatement prepare(Connection connection, String verb, LogFilter filter, Position before, int limit)
            throws SQLException {
        var range = Condition.timeRange(filter, before);
        var content = Condition.content(filter);
        var select = connection.prepareStatement(
                verb + SELECT + "log_event where " + range.sql() + " and " + content.sql() + NEWEST_FIRST);
        select.setInt(content.setIn(select, range.setIn(select, 1)), limit);
        return select;
    }

    private static Found walk(Connection connection, LogFilter filter, Position before, int limit, long until)
            throws SQLException {
        try (var isolation = connection.createStatement()) {
            // A step's end and its events have to be of the same moment.
            isolation.execute("set transaction isolation level repeatable read");
        }
        var found = new ArrayList<LogEvent>();
        @Nullable Position position = before;
        do {
            var end = endOfStep(connection, filter, position);
            found.addAll(matchesInStep(connection, filter, position, limit + 1 - found.size()));
            if (found.size() > limit) {
                return page(found, limit);
            }
            position = end;
        } while (position != null && System.nanoTime() < until);
        return new Found(found, position, position != null);
    }

    private static @Nullable Position endOfStep(Connection connection, LogFilter filter, Position before)
            throws SQLException {
        var range = Condition.timeRange(filter, before);
        var sql = "select observed_time_unix_nano, id from log_event where " + range.sql() + NEWEST_FIRST + " offset ?";
        try (var select = connection.prepareStatement(sql)) {
            var limit = range.setIn(select, 1);
            select.setInt(limit, 1);
            select.setInt(limit + 1, STEP_ROWS - 1);
            try (var row = select.executeQuery()) {
                return row.next() ? new Position(row.getLong(1), row.getObject(2, UUID.class)) : null;
            }
        }
    }

    private static List<LogEvent> matchesInStep(Connection connection, LogFilter filter, Position before, int limit)
            throws SQLException {
        var range = Condition.timeRange(filter, before);
        var content = Condition.content(filter);
        var step = "(select * from log_event where " + range.sql() + NEWEST_FIRST + ") as step";
        try (var select = connection.prepareStatement(SELECT + step + " where " + content.sql() + NEWEST_FIRST)) {
            var next = range.setIn(select, 1);
            select.setInt(next, STEP_ROWS);
            select.setInt(content.setIn(select, next + 1), limit);
            return events(select);
        }
    }

    private static List<LogEvent> events(PreparedStatement select) throws SQLException {
        var events = new ArrayList<LogEvent>();
        try (var rows = select.executeQuery()) {
            while (rows.next()) {
                events.add(LogEvents.event(rows));
            }
        }
        return events;
    }
}
