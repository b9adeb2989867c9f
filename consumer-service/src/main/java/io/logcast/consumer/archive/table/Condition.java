package io.logcast.consumer.archive.table;

import static java.util.stream.Collectors.joining;

import io.logcast.consumer.filters.LogFilter;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/** A condition in SQL, with the values of its parameters. */
record Condition(String sql, List<Object> values) {

    /** The range of the time, for a scan that begins after a position. */
    static Condition timeRange(LogFilter filter, Position before) {
        var condition = new Builder();
        var order = before.order();
        condition.and("(" + order.column() + ", id) " + order.behind() + " (?, ?)", before.nanos(), before.id());
        if (!before.equals(Position.startOf(order))) {
            // PostgreSQL needs a plain comparison to skip parts of other times.
            condition.and(order.column() + " " + order.behind() + "= ?", before.nanos());
        }
        var time = LogEventRow.column(filter.time());
        if (filter.from() != null) {
            condition.and(time + " >= ?", LogEventRow.unixNanos(filter.from()));
        }
        if (filter.to() != null && !filter.to().isAfter(LogEventRow.LATEST)) {
            condition.and(time + " < ?", LogEventRow.unixNanos(filter.to()));
        }
        return condition.build();
    }

    /** Everything else in the filter. */
    static Condition content(LogFilter filter) {
        var condition = new Builder();
        if (filter.severity() != null) {
            // Not a parameter: PostgreSQL could not prove that it lies in a partial index.
            condition.and("severity_number >= " + filter.severity().number());
        }
        var source = filter.source();
        if (source != null && filter.isSourcePrefix()) {
            // In ASCII, '/' follows '.'.
            condition.and("source >= ? and source < ?", source, source.substring(0, source.length() - 1) + "/");
        } else if (source != null) {
            condition.and("source = ?", source);
        }
        if (filter.traceId() != null) {
            condition.and("trace_id = ?", filter.traceId());
        }
        if (filter.query() != null) {
            condition.and(QueryCondition.of(filter.query()));
        }
        filter.attributes()
                .forEach(attribute -> condition.and(AttributeConditions.is(List.of(attribute.name()), attribute)));
        return condition.build();
    }

    static Condition of(String sql, Object... values) {
        return new Condition(sql, List.of(values));
    }

    /** The conditions joined by {@code and} or {@code or}, in parentheses. */
    static Condition joined(String operator, List<Condition> conditions) {
        return new Condition(
                conditions.stream().map(Condition::sql).collect(joining(" " + operator + " ", "(", ")")),
                conditions.stream()
                        .flatMap(condition -> condition.values().stream())
                        .toList());
    }

    /** Sets the values, and returns the index of the next parameter. */
    int setIn(PreparedStatement statement, int first) throws SQLException {
        var index = first;
        for (var value : values) {
            statement.setObject(index++, value);
        }
        return index;
    }

    private static final class Builder {

        private final List<String> conditions = new ArrayList<>();
        private final List<Object> values = new ArrayList<>();

        void and(String sql, Object... parameters) {
            conditions.add(sql);
            Collections.addAll(values, parameters);
        }

        void and(Condition condition) {
            and(condition.sql(), condition.values().toArray());
        }

        Condition build() {
            return new Condition(conditions.isEmpty() ? "true" : String.join(" and ", conditions), List.copyOf(values));
        }
    }
}
