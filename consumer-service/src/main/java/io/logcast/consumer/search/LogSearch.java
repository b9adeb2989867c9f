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
import java.util.concurrent.TimeUnit;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/**
 * Searches newest first within a time budget. First as PostgreSQL thinks best; when that takes half of the budget, by
 * walking from the newest event to the oldest in steps, which gets on whatever the filter is. Each statement ends by itself
 * at the database, whether or not anybody still waits for it.
 */
@ApplicationScoped
class LogSearch {

    /** The most JSON of a page; a larger event is a page of its own. */
    static final int PAGE_BYTES = 4 * 1024 * 1024;

    // A step takes some milliseconds; the last one of a walk gets this time in any case, so that it gets on.
    private static final int STEP_ROWS = 5_000;
    // A walk that gets nowhere, since so many rows take too long, tries with a tenth of them.
    private static final int FEWEST_ROWS = 5;
    private static final int FEWER = 10;
    private static final long STEP_MILLIS = 500;
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
     * @param bytes of their JSON
     * @param next where to go on; null at the end
     * @param isPartial whether the time was over before the page was full
     */
    record Found(List<LogEvent> events, int bytes, @Nullable Position next, boolean isPartial) {}

    /** At most {@code limit} events behind a position, and at most {@link #PAGE_BYTES}. */
    Found find(LogFilter filter, Position before, int limit) throws SQLException {
        var until = System.nanoTime() + budget.toNanos();
        try (var connection = database.getConnection()) {
            connection.setAutoCommit(false);
            try {
                return select(connection, filter, before, limit);
            } catch (SQLException e) {
                if (!CANCELLED.equals(e.getSQLState())) {
                    throw e;
                }
                connection.rollback();
                return walk(connection, filter, before, limit, until);
            } finally {
                connection.rollback();
            }
        }
    }

    private Found select(Connection connection, LogFilter filter, Position before, int limit) throws SQLException {
        var until = System.nanoTime() + Math.max(budget.toNanos(), TimeUnit.MILLISECONDS.toNanos(STEP_MILLIS));
        var page = new Page(limit);
        limitTime(connection, Math.max(1, budget.toMillis() / 2));
        try (var select = prepare(connection, "", filter, before, limit + 1)) {
            page.add(select, until);
        }
        return page.found(null, false);
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
        var page = new Page(limit);
        var rows = STEP_ROWS;
        @Nullable Position position = before;
        do {
            page.startStep();
            try {
                var end = step(connection, filter, position, rows, page, until);
                if (page.isFull()) {
                    return page.found(null, false);
                }
                position = end;
            } catch (SQLException e) {
                if (!CANCELLED.equals(e.getSQLState())) {
                    throw e;
                }
                position = page.lastOfStepOr(position);
                if (!position.equals(before) || rows == FEWEST_ROWS) {
                    return page.found(position, true);
                }
                rows /= FEWER;
            }
        } while (position != null && (position.equals(before) || System.nanoTime() - until < 0));
        return page.found(position, position != null);
    }

    /** Adds the matches among the next rows, and returns where these end; null if they are the last. */
    private static @Nullable Position step(
            Connection connection, LogFilter filter, Position from, int rows, Page page, long until)
            throws SQLException {
        // A step's end and its events have to be of the same moment.
        connection.rollback();
        try (var isolation = connection.createStatement()) {
            isolation.execute("set transaction isolation level repeatable read");
        }
        var millis = Math.max(STEP_MILLIS, TimeUnit.NANOSECONDS.toMillis(until - System.nanoTime()));
        var stepUntil = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(millis);
        limitTime(connection, millis);
        var end = endOfStep(connection, filter, from, rows);
        addMatches(page, connection, filter, from, rows, stepUntil);
        return end;
    }

    /** Of each statement of the transaction, at the database. */
    private static void limitTime(Connection connection, long millis) throws SQLException {
        try (var timeout = connection.createStatement()) {
            timeout.execute("set local statement_timeout = " + millis);
        }
    }

    private static @Nullable Position endOfStep(Connection connection, LogFilter filter, Position before, int rows)
            throws SQLException {
        var range = Condition.timeRange(filter, before);
        var sql = "select observed_time_unix_nano, id from log_event where " + range.sql() + NEWEST_FIRST + " offset ?";
        try (var select = connection.prepareStatement(sql)) {
            var limit = range.setIn(select, 1);
            select.setInt(limit, 1);
            select.setInt(limit + 1, rows - 1);
            try (var row = select.executeQuery()) {
                return row.next() ? new Position(row.getLong(1), row.getObject(2, UUID.class)) : null;
            }
        }
    }

    private static void addMatches(
            Page page, Connection connection, LogFilter filter, Position before, int rows, long until)
            throws SQLException {
        var range = Condition.timeRange(filter, before);
        var content = Condition.content(filter);
        var step = "(select * from log_event where " + range.sql() + NEWEST_FIRST + ") as step";
        try (var select = connection.prepareStatement(SELECT + step + " where " + content.sql() + NEWEST_FIRST)) {
            var next = range.setIn(select, 1);
            select.setInt(next, rows);
            select.setInt(content.setIn(select, next + 1), page.room() + 1);
            page.add(select, until);
        }
    }

    /** A page that grows up to its bounds. */
    static final class Page {

        private final int limit;
        private final List<LogEvent> events = new ArrayList<>();
        private int bytes;
        private int before;
        private boolean isCut;
        private boolean isLate;

        Page(int limit) {
            this.limit = limit;
        }

        /** How many more events it takes. */
        int room() {
            return limit - events.size();
        }

        void add(PreparedStatement select, long until) throws SQLException {
            var read = BoundedRows.read(select, PAGE_BYTES - bytes, until, (event, size, row) -> {
                events.add(event);
                bytes += size;
            });
            isCut = read.isCut();
            isLate = read.isLate();
        }

        void startStep() {
            before = events.size();
        }

        /** Where a step that was cancelled has come to. */
        Position lastOfStepOr(Position start) {
            return events.size() == before ? start : Position.of(events.get(events.size() - 1));
        }

        boolean isFull() {
            return isCut || events.size() > limit || bytes >= PAGE_BYTES;
        }

        /** @param next where to go on if the page has all that was read */
        Found found(@Nullable Position next, boolean isPartial) {
            if (!isFull()) {
                return new Found(events, bytes, next, isPartial);
            }
            var page = events.size() > limit ? events.subList(0, limit) : events;
            return new Found(page, bytes, Position.of(page.get(page.size() - 1)), isLate);
        }
    }
}
