package io.logcast.consumer.archive.table;

import io.logcast.consumer.filters.query.AttributeFilter;
import java.util.ArrayList;
import java.util.List;

/** Conditions on the value of an attribute, which is found at a path of names. */
final class AttributeConditions {

    private static final String ATTRIBUTES = "attributes::jsonb";

    private AttributeConditions() {}

    /** Equals the filter's value; the index of attributes answers this. */
    static Condition is(List<String> path, AttributeFilter filter) {
        var text = contains(path, "?::text", filter.text());
        var other = filter.other();
        return other == null ? text : Condition.joined("or", List.of(text, contains(path, "?", other)));
    }

    // The expression of the index.
    private static Condition contains(List<String> path, String parameter, Object value) {
        var json = "jsonb_build_object(?::text, ".repeat(path.size()) + parameter + ")".repeat(path.size());
        var values = new ArrayList<Object>(path);
        values.add(value);
        return new Condition(ATTRIBUTES + " @> " + json, values);
    }

    /**
     * Has that type and meets a condition.
     *
     * @param condition with {@code %s} for the attribute, and one parameter
     */
    static Condition ofType(String type, List<String> path, String condition, Object parameter) {
        var attribute = ATTRIBUTES + " -> ?::text".repeat(path.size());
        var values = new ArrayList<Object>(path);
        values.addAll(path);
        values.add(parameter);
        // A CASE, since SQL may evaluate a conjunction in any order.
        var sql = "case when jsonb_typeof(" + attribute + ") = '" + type + "' then "
                + condition.formatted("(" + attribute + ")") + " else false end";
        return new Condition(sql, values);
    }
}
