package io.logcast.consumer.statistics;

import io.logcast.consumer.archive.table.Breakdown;
import io.logcast.consumer.archive.table.CountStatements;
import io.logcast.consumer.archive.table.KeptCounts;
import io.logcast.consumer.archive.table.Order;
import io.logcast.consumer.archive.table.Position;
import io.logcast.consumer.archive.table.SearchStatements;
import io.logcast.consumer.database.StatementTime;
import io.logcast.consumer.filters.LogFilter;
import java.sql.Connection;
import java.sql.SQLException;
import org.jspecify.annotations.Nullable;

/**
 * Counts all events at once: from the counts that the archive keeps if these can answer, otherwise one by one. If that takes more
 * than half of the time, it counts the events step by step instead, from the newest to the oldest, until the time is
 * up.
 */
record EventCounts(Connection connection, Breakdown breakdown, Deadline deadline, Tally tally, int stepRows) {

    private static final int STEP_ROWS = 20_000;

    EventCounts(Connection connection, Breakdown breakdown, Deadline deadline, Tally tally) {
        this(connection, breakdown, deadline, tally, STEP_ROWS);
    }

    void count(LogFilter filter) throws SQLException {
        try {
            isolate();
            deadline.limit(connection, 2);
            try (var select = KeptCounts.have(filter, breakdown)
                    ? KeptCounts.all(connection, filter, breakdown)
                    : CountStatements.all(connection, filter, breakdown)) {
                tally.add(select);
            }
        } catch (SQLException e) {
            if (!StatementTime.isOver(e)) {
                throw e;
            }
            walk(filter);
        }
    }

    /** Step by step. */
    void walk(LogFilter filter) throws SQLException {
        @Nullable Position position = Position.startOf(Order.newestFirst(filter.time()));
        try {
            while (position != null && !deadline.isOver()) {
                position = step(filter, position);
            }
        } catch (SQLException e) {
            if (!StatementTime.isOver(e)) {
                throw e;
            }
        }
        connection.rollback();
        if (position != null) {
            tally.markIncomplete();
        }
    }

    /** Counts one step and returns where it ends; null if it is the last. */
    private @Nullable Position step(LogFilter filter, Position from) throws SQLException {
        isolate();
        deadline.limit(connection, 1);
        var end = SearchStatements.endOfStep(connection, filter, from, stepRows);
        deadline.limit(connection, 1);
        try (var select = CountStatements.ofStep(connection, filter, from, stepRows, breakdown)) {
            tally.add(select);
        }
        return end;
    }

    /**
     * A step's end and its events must come from the same snapshot, and so must the counts and the list of parts that
     * have counts.
     */
    private void isolate() throws SQLException {
        connection.rollback();
        try (var isolation = connection.createStatement()) {
            isolation.execute("set transaction isolation level repeatable read");
        }
    }
}
