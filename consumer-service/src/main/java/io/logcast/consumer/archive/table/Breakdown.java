package io.logcast.consumer.archive.table;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * What events are counted by: each event counts for one or more pairs of a number and a text.
 *
 * @param pairs the pairs of a row of {@code log_event}, in SQL
 * @param parameters the parameters of the pairs
 */
public record Breakdown(String pairs, List<Object> parameters) {

    /** The number of the pair that each event has in a breakdown by fields. */
    public static final int ALL = -1;
    /** In the breakdown by sources: every event. */
    public static final int EVENTS = 0;
    /** In the breakdown by sources: the events of ERROR and above. */
    public static final int ERRORS = 1;

    private static final String TOTAL = "(" + ALL + "::bigint, ''), ";
    private static final String SOURCES =
            "(%d::bigint, source), (%d, case when severity_number >= 17 then source end)".formatted(EVENTS, ERRORS);
    // Only values that attr.NAME= can ask for.
    private static final String ATTRIBUTE = "(select case when json_typeof(value) in ('string', 'number', 'boolean')"
            + " and length(value #>> '{}') <= 256 then value #>> '{}' end from (select attributes -> ?::text as value)"
            + " as attribute)";

    /** The number counts intervals since 1970; the text is the severity's number. */
    public static Breakdown byTime(Duration interval) {
        return new Breakdown(
                "(observed_time_unix_nano / " + interval.toNanos() + ", severity_number::text)", List.of());
    }

    /** The text is the source; the number says whether all events or only the errors are counted. */
    public static Breakdown bySource() {
        return new Breakdown(SOURCES, List.of());
    }

    /**
     * The number is the field's index in the list. A field is {@code source}, {@code severity}, or {@code attr.} and an
     * attribute's name.
     */
    public static Breakdown byFields(List<String> fields, String attributePrefix) {
        var pairs = new ArrayList<String>();
        var parameters = new ArrayList<Object>();
        for (int i = 0; i < fields.size(); i++) {
            var field = fields.get(i);
            if (field.startsWith(attributePrefix)) {
                parameters.add(field.substring(attributePrefix.length()));
            }
            pairs.add("(%d, %s)".formatted(i, column(field)));
        }
        return new Breakdown(TOTAL + String.join(", ", pairs), parameters);
    }

    private static String column(String field) {
        return switch (field) {
            case "source" -> "source";
            case "severity" -> "severity_number::text";
            default -> ATTRIBUTE;
        };
    }
}
