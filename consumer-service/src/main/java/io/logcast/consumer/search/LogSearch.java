package io.logcast.consumer.search;

import io.logcast.consumer.archive.table.Position;
import io.logcast.consumer.archive.table.SearchStatements;
import io.logcast.consumer.database.StatementTime;
import io.logcast.consumer.filters.LogFilter;
import io.logcast.model.event.LogEvent;
import jakarta.enterprise.context.ApplicationScoped;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/**
 * Searches in either order, within a time budget. It first runs the query with the plan that PostgreSQL chooses. If
 * that takes more than half of the budget, it walks through the archive in steps instead, which makes progress whatever
 * the filter. The database enforces each statement's time limit, even after the client has gone.
 */
@ApplicationScoped
class LogSearch {

    private static final int STEP_ROWS = 5_000;
    // If the first step takes too long, it is tried again with a tenth of its rows, down to this many.
    private static final int FEWEST_ROWS = 5;
    private static final int FEWER = 10;
    // A step normally takes a few milliseconds. Each step may take at least this long, even if less of the budget is
    // left, so that the walk makes progress.
    private static final long STEP_MILLIS = 500;

    private final DataSource database;
    private final Duration budget;

    LogSearch(@io.quarkus.agroal.DataSource("search") DataSource database, SearchConfig config) {
        this.database = database;
        this.budget = config.timeBudget();
    }

    /**
     * The result of a search.
     *
     * @param bytes the size of the JSON of all events that were read
     * @param next where to continue; null at the end
     * @param isPartial whether the time limit was reached before the page was full
     */
    record Found(List<LogEvent> events, int bytes, @Nullable Position next, boolean isPartial) {}

    /**
     * Finds at most {@code limit} events after a position. Their JSON has at most {@link GrowingPage#BYTES}, unless it
     * is a single larger event.
     */
    Found find(LogFilter filter, Position before, int limit) throws SQLException {
        var until = System.nanoTime() + budget.toNanos();
        try (var connection = database.getConnection()) {
            connection.setAutoCommit(false);
            try {
                return select(connection, filter, before, limit);
            } catch (SQLException e) {
                if (!StatementTime.isOver(e)) {
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
        var page = new GrowingPage(before.order(), limit);
        StatementTime.limit(connection, Math.max(1, budget.toMillis() / 2));
        try (var select = SearchStatements.all(connection, "", filter, before, limit + 1)) {
            page.add(select, until);
        }
        return page.found(null, false);
    }

    private static Found walk(Connection connection, LogFilter filter, Position before, int limit, long until)
            throws SQLException {
        var page = new GrowingPage(before.order(), limit);
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
                if (!StatementTime.isOver(e)) {
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

    /**
     * Adds the matching events among the next rows to the page.
     *
     * @return where these rows end; null if the archive has fewer rows left
     */
    private static @Nullable Position step(
            Connection connection, LogFilter filter, Position from, int rows, GrowingPage page, long until)
            throws SQLException {
        // A step's end and its events must come from the same snapshot.
        connection.rollback();
        try (var isolation = connection.createStatement()) {
            isolation.execute("set transaction isolation level repeatable read");
        }
        var now = System.nanoTime();
        var stepUntil = now + Math.max(TimeUnit.MILLISECONDS.toNanos(STEP_MILLIS), until - now);
        limit(connection, stepUntil);
        var end = SearchStatements.endOfStep(connection, filter, from, rows);
        // Again, since only what is left of the time may be used.
        limit(connection, stepUntil);
        try (var select = SearchStatements.ofStep(connection, filter, from, rows, page.room() + 1)) {
            page.add(select, stepUntil);
        }
        return end;
    }

    private static void limit(Connection connection, long until) throws SQLException {
        StatementTime.limit(connection, Math.max(1, TimeUnit.NANOSECONDS.toMillis(until - System.nanoTime())));
    }
}
