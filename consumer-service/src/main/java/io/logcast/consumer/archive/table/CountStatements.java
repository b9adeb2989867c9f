package io.logcast.consumer.archive.table;

import io.logcast.consumer.filters.LogFilter;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;

/**
 * The statements that count the events of a filter. Each row has the {@code number} and the {@code value} of a pair of
 * the breakdown, its number of {@code events}, the observed timestamp of the {@code last} of them (null if the breakdown
 * does not ask for it), and the {@code total} of all values of that number. Each number has at most {@link #MOST_VALUES} rows: those with the most events.
 */
public final class CountStatements {

    public static final int MOST_VALUES = 1_000;

    private static final String SELECT = """
            select number, value, events, last, total from (
                select number, value, %1$s as events, %2$s as last,
                       sum(%1$s) over (partition by number) as total,
                       row_number() over (partition by number order by %1$s desc, value) as place
                from %3$s cross join lateral (values %4$s) as pair (number, value)
                where value is not null and %5$s
                group by number, value having %1$s > 0) as counted
            where place <=\s""" + MOST_VALUES;

    private CountStatements() {}

    /** Counts all matching events at once. */
    public static PreparedStatement all(Connection connection, LogFilter filter, Breakdown breakdown)
            throws SQLException {
        var range = Condition.timeRange(filter, Position.startOf(Order.newestFirst(filter.time())));
        var content = Condition.content(filter);
        var select =
                connection.prepareStatement(ofEvents("log_event", breakdown, range.sql() + " and " + content.sql()));
        content.setIn(select, range.setIn(select, setIn(select, 1, breakdown)));
        return select;
    }

    /** Counts the matching events among the next rows. */
    public static PreparedStatement ofStep(
            Connection connection, LogFilter filter, Position before, int rows, Breakdown breakdown)
            throws SQLException {
        var range = Condition.timeRange(filter, before);
        var content = Condition.content(filter);
        var step =
                "(select * from log_event where " + range.sql() + before.order().limited() + ") as step";
        var select = connection.prepareStatement(ofEvents(step, breakdown, content.sql()));
        var next = range.setIn(select, 1);
        select.setInt(next, rows);
        content.setIn(select, setIn(select, next + 1, breakdown));
        return select;
    }

    private static String ofEvents(String rows, Breakdown breakdown, String condition) {
        var last = breakdown.hasLast() ? "max(observed_time_unix_nano)" : "null::bigint";
        return select("count(*)", last, rows, breakdown, condition);
    }

    /**
     * The statement, in SQL.
     *
     * @param events the number of events of a group of rows
     * @param last the observed timestamp of the last of them
     * @param condition which rows are counted
     */
    static String select(String events, String last, String rows, Breakdown breakdown, String condition) {
        return SELECT.formatted(events, last, rows, breakdown.pairs(), condition);
    }

    private static int setIn(PreparedStatement select, int first, Breakdown breakdown) throws SQLException {
        var index = first;
        for (var value : breakdown.parameters()) {
            select.setObject(index++, value);
        }
        return index;
    }
}
