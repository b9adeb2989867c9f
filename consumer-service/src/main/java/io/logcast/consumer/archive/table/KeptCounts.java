package io.logcast.consumer.archive.table;

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
 * Counts the events of a filter from the counts that the archive keeps by source, severity and spans of a minute or
 * longer. Only the remainder is counted from the events themselves: at either end of the filter's time range, and in
 * the parts without counts.
 */
public final class KeptCounts {

    private static final long MINUTE_NANOS = 60_000_000_000L;
    private static final long HALF_MINUTE_NANOS = MINUTE_NANOS / 2;

    // Added up before there is a row for each pair of the breakdown.
    private static final String SUMS = """
            (select %s as observed_time_unix_nano, source, severity_number, sum(events)::bigint as events, max(last) as last
             from %s as counted group by 1, source, severity_number) as sums""";

    private static final String KEPT = """
            select observed_time_unix_nano, source, severity_number, events, %s as last from %s as kept
            where part in (select part from log_event_counted join log_event_part on number = part) and %s""";

    private static final String SPAN = "select part, start * 60000000000 as observed_time_unix_nano, source,"
            + " severity_number, events, last from log_event_count_of_any_length where minutes = %d and start >= ? and"
            + " start < ?";

    private static final String CHANGES = "select part, minute * 60000000000 as observed_time_unix_nano, source,"
            + " severity_number, events, last from log_event_count_change where minute >= ? and minute < ?";

    private static final String EVENTS =
            "select observed_time_unix_nano, source, severity_number, %s as events, %s as last from %s where %s and %s";

    private static final Condition OWN = Condition.of("observed_time_unix_nano");
    private static final Condition NONE = Condition.of("null::bigint");
    private static final Condition ONE_MORE = Condition.of("1");
    private static final Condition ONE_LESS = Condition.of("-1");

    private static final String OWN_IN_RANGE =
            "case when observed_time_unix_nano >= ? and observed_time_unix_nano < ? then observed_time_unix_nano end";

    // If some of a count's events are behind the range, the last one in the range is looked up in the count's span.
    private static final String LAST_IN_RANGE = """
            case when last >= ? then (
                     select max(event.observed_time_unix_nano) from log_event as event
                     where event.source = kept.source and event.severity_number = kept.severity_number
                         and event.observed_time_unix_nano >= greatest(?, kept.observed_time_unix_nano)
                         and event.observed_time_unix_nano < ?)
                 when last >= ? then last end""";

    private final Condition content;
    private final boolean isLastAsked;
    private final long from;
    private final long to;

    private KeptCounts(LogFilter filter, Breakdown breakdown) {
        content = Condition.content(filter);
        isLastAsked = breakdown.hasLast();
        from = filter.from() == null ? 0 : Math.max(0, LogEventRow.unixNanos(filter.from()));
        to = filter.to() == null ? Long.MAX_VALUE : Math.max(0, LogEventRow.unixNanos(filter.to()));
    }

    /** Whether these counts can answer the filter and the breakdown. */
    public static boolean have(LogFilter filter, Breakdown breakdown) {
        return breakdown.isKept()
                && filter.time() == EventTime.OBSERVED
                && filter.query() == null
                && filter.traceId() == null
                && filter.attributes().isEmpty();
    }

    /**
     * The statement, with the columns of {@link CountStatements}.
     *
     * @param connection in a transaction of the isolation level repeatable read: it asks first which counts there are
     */
    public static PreparedStatement all(Connection connection, LogFilter filter, Breakdown breakdown)
            throws SQLException {
        var steps = CountStep.within(connection, breakdown.interval());
        var counted = Condition.joined(
                "union all", new KeptCounts(filter, breakdown).counted(steps, Parts.uncounted(connection)));
        var rows = SUMS.formatted(breakdown.intervalStart(), counted.sql());
        // Each of these rows stands for a number of events.
        var select = connection.prepareStatement(
                CountStatements.select("sum(events)::bigint", "max(last)", rows, breakdown, "true"));
        counted.setIn(select, 1);
        return select;
    }

    /** The selects whose rows are added up: whole minutes, and the events that these have too few or too many. */
    private List<Condition> counted(List<CountStep> steps, List<String> uncounted) {
        if (to - from < MINUTE_NANOS) {
            return List.of(events(ONE_MORE, ifAsked(OWN), "log_event", from, to));
        }
        var first = (from / HALF_MINUTE_NANOS + 1) / 2;
        // The last minute as a whole, since it is mostly the present one, which has few events behind the range.
        var end = to / MINUTE_NANOS + (to % MINUTE_NANOS == 0 ? 0 : 1);
        var begun = first * MINUTE_NANOS;
        var ended = end > Long.MAX_VALUE / MINUTE_NANOS ? Long.MAX_VALUE : end * MINUTE_NANOS;
        var selects = new ArrayList<Condition>();
        selects.add(kept(first, end, steps));
        var last = ifAsked(Condition.of(OWN_IN_RANGE, from, to));
        uncounted.forEach(part -> selects.add(events(ONE_MORE, last, part, begun, ended)));
        if (from < begun) {
            selects.add(events(ONE_MORE, ifAsked(OWN), "log_event", from, begun));
        } else if (begun < from) {
            selects.add(events(ONE_LESS, NONE, "log_event", begun, from));
        }
        if (to < ended) {
            selects.add(events(ONE_LESS, NONE, "log_event", to, ended));
        }
        return selects;
    }

    private Condition kept(long first, long end, List<CountStep> steps) {
        var counts = Stream.concat(
                CountedSpan.divide(first, end, steps)
                        .map(span -> Condition.of(SPAN.formatted(span.minutes()), span.first(), span.end())),
                Stream.of(Condition.of(CHANGES, first, end)));
        var last = ifAsked(Condition.of(LAST_IN_RANGE, to, from, to, from));
        return with(KEPT, last, Condition.joined("union all", counts.toList()), content);
    }

    private Condition ifAsked(Condition last) {
        return isLastAsked ? last : NONE;
    }

    private Condition events(Condition each, Condition last, String table, long first, long end) {
        return with(
                EVENTS,
                each,
                last,
                Condition.of(table),
                Condition.of("observed_time_unix_nano >= ? and observed_time_unix_nano < ?", first, end),
                content);
    }

    private static Condition with(String sql, Condition... parts) {
        return new Condition(
                sql.formatted(Stream.of(parts).map(Condition::sql).toArray()),
                Stream.of(parts).flatMap(part -> part.values().stream()).toList());
    }
}
