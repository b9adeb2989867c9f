package io.logcast.consumer.archive.table;

import static java.util.stream.Collectors.groupingBy;
import static java.util.stream.Collectors.joining;
import static java.util.stream.Collectors.toList;

import io.logcast.consumer.filters.EventTime;
import io.logcast.consumer.filters.query.AttributeName;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;

/**
 * What events are counted by: each event counts for one or more pairs of a number and a text.
 *
 * @param pairs the pairs of a row of {@code log_event}, in SQL
 * @param parameters the parameters of the pairs
 * @param interval the length of the intervals of time whose events have other pairs; zero if the time does not matter
 * @param isKept whether the pairs are the same for all events of such an interval, source and severity, and the interval
 *     has whole minutes
 * @param hasLast whether the last event of each pair is asked for
 */
public record Breakdown(String pairs, List<Object> parameters, Duration interval, boolean isKept, boolean hasLast) {

    /** In a breakdown by fields: every event. */
    public static final int ALL = -1;
    /** In the breakdown by sources: every event. */
    public static final int EVENTS = 0;
    /** In the breakdown by sources: the events of ERROR and above. */
    public static final int ERRORS = 1;

    private static final String TOTAL = "(" + ALL + "::bigint, ''), ";
    private static final String SOURCES =
            "(%d::bigint, source), (%d, case when severity_number >= 17 then source end)".formatted(EVENTS, ERRORS);
    // Only values that a filter can ask for.
    private static final String ATTRIBUTE = "(select case when json_typeof(value) in ('string', 'number', 'boolean')"
            + " and length(value #>> '{}') <= 256 then value #>> '{}' end from (select attributes%s as value)"
            + " as attribute)";

    /** The start of a row's interval, in SQL. */
    String intervalStart() {
        var nanos = interval.toNanos();
        return nanos == 0 ? "0::bigint" : "observed_time_unix_nano / %1$d * %1$d".formatted(nanos);
    }

    /** The number counts intervals since 1970; the text is the severity's number. */
    public static Breakdown byTime(EventTime time, Duration interval) {
        return new Breakdown(
                "(" + LogEventRow.column(time) + " / " + interval.toNanos() + ", severity_number::text)",
                List.of(),
                interval,
                time == EventTime.OBSERVED && interval.toSeconds() % 60 == 0,
                false);
    }

    /** The text is the source; the number says whether all events or only the errors are counted. */
    public static Breakdown bySource() {
        return new Breakdown(SOURCES, List.of(), Duration.ZERO, true, true);
    }

    /**
     * The number is the field's index in the list. A field is {@code source}, {@code severity}, or {@code attr.} and an
     * attribute's name, which is found flat and nested as in a query.
     */
    public static Breakdown byFields(List<String> fields, String attributePrefix) {
        var pairs = new ArrayList<String>();
        var parameters = new ArrayList<Object>();
        for (int i = 0; i < fields.size(); i++) {
            var field = fields.get(i);
            if (field.startsWith(attributePrefix)) {
                var paths = AttributeName.of(field.substring(attributePrefix.length()))
                        .paths();
                pairs.add("(%d, %s)".formatted(i, attribute(paths, parameters)));
            } else {
                pairs.add("(%d, %s)".formatted(i, field.equals("severity") ? "severity_number::text" : field));
            }
        }
        return new Breakdown(TOTAL + String.join(", ", pairs), parameters, Duration.ZERO, parameters.isEmpty(), false);
    }

    /**
     * The value at the first of these paths that has one. A path is looked up only if its first name exists.
     */
    private static String attribute(List<List<String>> paths, List<Object> parameters) {
        var byFirstName = paths.stream().collect(groupingBy(path -> path.get(0), LinkedHashMap::new, toList()));
        return byFirstName.entrySet().stream()
                .map(entry -> {
                    parameters.add(entry.getKey());
                    entry.getValue().forEach(parameters::addAll);
                    return "case when (attributes -> ?::text) is not null then " + anyOf(entry.getValue()) + " end";
                })
                .collect(joining(", ", "coalesce(", ")"));
    }

    private static String anyOf(List<List<String>> paths) {
        return paths.stream()
                .map(path -> ATTRIBUTE.formatted(" -> ?::text".repeat(path.size())))
                .collect(joining(", ", "coalesce(", ")"));
    }
}
