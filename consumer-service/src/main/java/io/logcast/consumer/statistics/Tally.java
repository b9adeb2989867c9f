package io.logcast.consumer.statistics;

import io.logcast.consumer.archive.table.CountStatements;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;

/** Adds up the counts of several statements by number and value. Each number has a bounded number of values. */
final class Tally {

    private final Map<Long, Map<String, Count>> counts = new HashMap<>();
    private final Map<Long, Long> totals = new HashMap<>();
    private int statements;
    private boolean hasLeftOut;
    private boolean isIncomplete;

    /**
     * The count of one value.
     *
     * @param lastNanos the latest observed timestamp, since 1970
     */
    record Count(long events, long lastNanos) {

        Instant last() {
            return Instant.ofEpochSecond(0, lastNanos);
        }

        private Count plus(Count other) {
            return new Count(events + other.events, Math.max(lastNanos, other.lastNanos));
        }
    }

    void add(PreparedStatement select) throws SQLException {
        try (var rows = select.executeQuery()) {
            var listed = new HashMap<Long, Long>();
            var sums = new HashMap<Long, Long>();
            while (rows.next()) {
                var number = rows.getLong("number");
                var count = new Count(rows.getLong("events"), rows.getLong("last"));
                add(number, rows.getString("value"), count);
                listed.merge(number, count.events(), Long::sum);
                sums.put(number, rows.getLong("total"));
            }
            sums.forEach((number, total) -> totals.merge(number, total, Long::sum));
            hasLeftOut |= !listed.equals(sums);
            statements++;
        }
    }

    private void add(long number, String value, Count count) {
        var ofNumber = counts.computeIfAbsent(number, any -> new HashMap<>());
        if (ofNumber.size() < CountStatements.MOST_VALUES || ofNumber.containsKey(value)) {
            ofNumber.merge(value, count, Count::plus);
        } else {
            hasLeftOut = true;
        }
    }

    /** Notes that some events have not been counted. */
    void markIncomplete() {
        isIncomplete = true;
    }

    /** By value. */
    Map<String, Count> counts(long number) {
        return counts.getOrDefault(number, Map.of());
    }

    /** The number of events by value. */
    Map<String, Long> values(long number) {
        var values = new HashMap<String, Long>();
        counts(number).forEach((value, count) -> values.put(value, count.events()));
        return values;
    }

    /** The total of all values, including those that are left out. */
    long total(long number) {
        return totals.getOrDefault(number, 0L);
    }

    /** Whether no value of the number is left out. */
    boolean hasAllValues(long number) {
        return counts(number).values().stream().mapToLong(Count::events).sum() == total(number);
    }

    /**
     * Exact if all events are counted, and, with several statements, no value is left out: each statement lists only
     * its own most frequent values.
     */
    Relation relation() {
        return Relation.of(!isIncomplete && (statements == 1 || !hasLeftOut));
    }
}
