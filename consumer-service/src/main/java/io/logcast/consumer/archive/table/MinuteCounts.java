package io.logcast.consumer.archive.table;

import static java.util.stream.Collectors.joining;

import io.logcast.consumer.archive.parts.Parts;
import io.logcast.consumer.filters.EventTime;
import io.logcast.consumer.filters.LogFilter;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/**
 * Counts the events of a filter from the counts that the archive keeps by minute, source and severity. Only the
 * remainder is counted from the events themselves: incomplete minutes at either end of the filter's time range, and the
 * parts without counts.
 */
public final class MinuteCounts {

    private static final long MINUTE_NANOS = 60_000_000_000L;

    private static final String KEPT = """
            select minute * 60000000000 as observed_time_unix_nano, source, severity_number, events, last
            from (select * from log_event_count union all select * from log_event_count_change) as kept
            where part in (select part from log_event_counted join log_event_part on number = part) and\s""";

    private static final String EVENTS =
            "select observed_time_unix_nano, source, severity_number, 1 as events, observed_time_unix_nano as last from %s where ";

    private MinuteCounts() {}

    /** Whether the counts by minute can answer the filter and the breakdown. */
    public static boolean have(LogFilter filter, Breakdown breakdown) {
        return breakdown.isKeptByMinute()
                && filter.time() == EventTime.OBSERVED
                && filter.query() == null
                && filter.traceId() == null
                && filter.attributes().isEmpty();
    }

    /**
     * The statement, with the columns of {@link CountStatements}.
     *
     * @param connection in a transaction of the isolation level repeatable read: it asks first which parts have counts
     */
    public static PreparedStatement all(Connection connection, LogFilter filter, Breakdown breakdown)
            throws SQLException {
        var counted = counted(Parts.uncounted(connection), filter);
        var sql = counted.stream().map(Condition::sql).collect(joining(" union all "));
        // Each row of what is counted stands for a number of events.
        var select = connection.prepareStatement(
                CountStatements.select("sum(events)::bigint", "max(last)", "(" + sql + ") as kept", breakdown, "true"));
        var next = 1;
        for (var part : counted) {
            next = part.setIn(select, next);
        }
        return select;
    }

    /** The selects whose rows are added up. */
    private static List<Condition> counted(List<String> uncounted, LogFilter filter) {
        var content = Condition.content(filter);
        var from = filter.from() == null ? 0 : LogEventRow.unixNanos(filter.from());
        var to = filter.to() == null ? Long.MAX_VALUE : LogEventRow.unixNanos(filter.to());
        var first = -Math.floorDiv(-from, MINUTE_NANOS);
        var end = Math.floorDiv(to, MINUTE_NANOS);
        if (first >= end) {
            return List.of(events("log_event", from, to, content));
        }
        var selects = new ArrayList<Condition>();
        selects.add(select(KEPT, between("minute", first, end), content));
        selects.add(events("log_event", from, first * MINUTE_NANOS, content));
        selects.add(events("log_event", end * MINUTE_NANOS, to, content));
        uncounted.forEach(part -> selects.add(events(part, first * MINUTE_NANOS, end * MINUTE_NANOS, content)));
        return selects;
    }

    private static Condition events(String table, long from, long to, Condition content) {
        return select(EVENTS.formatted(table), between("observed_time_unix_nano", from, to), content);
    }

    private static Condition select(String select, Condition range, Condition content) {
        return new Condition(
                select + range.sql() + " and " + content.sql(),
                Stream.concat(range.values().stream(), content.values().stream())
                        .toList());
    }

    private static Condition between(String column, long from, long to) {
        return Condition.of(column + " >= ? and " + column + " < ?", from, to);
    }
}
