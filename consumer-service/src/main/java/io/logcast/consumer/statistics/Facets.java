package io.logcast.consumer.statistics;

import io.logcast.consumer.archive.table.Breakdown;
import io.quarkus.runtime.annotations.RegisterForReflection;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;

/**
 * The most frequent values of some fields.
 *
 * @param total how many events match
 * @param relation whether the total and the counts are exact
 */
@RegisterForReflection
record Facets(long total, Relation relation, List<Facet> facets) {

    /**
     * The values of a field.
     *
     * @param values the values with the most events first
     * @param other how many events have another value
     */
    @RegisterForReflection
    record Facet(String field, List<Value> values, long other) {}

    /** In the form that the filter accepts. */
    @RegisterForReflection
    record Value(String value, long count) {}

    static Facets of(List<String> fields, int most, Tally tally) {
        var facets = new ArrayList<Facet>();
        for (int i = 0; i < fields.size(); i++) {
            facets.add(facet(fields.get(i), values(fields.get(i), tally.values(i)), most, tally.total(i)));
        }
        return new Facets(tally.total(Breakdown.ALL), tally.relation(), facets);
    }

    private static Map<String, Long> values(String field, Map<String, Long> counts) {
        return field.equals("severity") ? Severities.ranges(counts) : counts;
    }

    private static Facet facet(String field, Map<String, Long> counts, int most, long total) {
        var values = counts.entrySet().stream()
                .map(entry -> new Value(entry.getKey(), entry.getValue()))
                .sorted(Comparator.comparingLong(Value::count).reversed().thenComparing(Value::value))
                .limit(most)
                .toList();
        var listed = values.stream().mapToLong(Value::count).sum();
        return new Facet(field, values, total - listed);
    }
}
