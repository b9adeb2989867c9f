package io.logcast.consumer.archive.table;

import io.logcast.consumer.filters.LogFilter;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** The statements of a search: they read the events of a filter after a position, in its order. */
public final class SearchStatements {

    private static final String SELECT = "select " + LogEventRow.COLUMNS + " from ";

    private SearchStatements() {}

    /**
     * Looks at all rows, with the plan that PostgreSQL chooses.
     *
     * @param verb what precedes the select: nothing, or {@code explain}
     */
    public static PreparedStatement all(
            Connection connection, String verb, LogFilter filter, Position before, int limit) throws SQLException {
        var range = Condition.timeRange(filter, before);
        var content = Condition.content(filter);
        var select = connection.prepareStatement(verb + SELECT + "log_event where " + range.sql() + " and "
                + content.sql() + before.order().limited());
        select.setInt(content.setIn(select, range.setIn(select, 1)), limit);
        return select;
    }

    /** Looks only at the next rows, so it takes the same time for every filter. */
    public static PreparedStatement ofStep(
            Connection connection, LogFilter filter, Position before, int rows, int limit) throws SQLException {
        var range = Condition.timeRange(filter, before);
        var content = Condition.content(filter);
        var step =
                "(select * from log_event where " + range.sql() + before.order().limited() + ") as step";
        var select = connection.prepareStatement(
                SELECT + step + " where " + content.sql() + before.order().limited());
        var next = range.setIn(select, 1);
        select.setInt(next, rows);
        select.setInt(content.setIn(select, next + 1), limit);
        return select;
    }

    /** Where these next rows end; null if they are the last. */
    public static @Nullable Position endOfStep(Connection connection, LogFilter filter, Position before, int rows)
            throws SQLException {
        var range = Condition.timeRange(filter, before);
        var sql = "select " + before.order().column() + ", id from log_event where " + range.sql()
                + before.order().limited() + " offset ?";
        try (var select = connection.prepareStatement(sql)) {
            var limit = range.setIn(select, 1);
            select.setInt(limit, 1);
            select.setInt(limit + 1, rows - 1);
            try (var row = select.executeQuery()) {
                return row.next() ? new Position(before.order(), row.getLong(1), row.getObject(2, UUID.class)) : null;
            }
        }
    }
}
