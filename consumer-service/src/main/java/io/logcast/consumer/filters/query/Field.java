package io.logcast.consumer.filters.query;

import io.logcast.consumer.filters.query.Query.AttributeNumber;
import io.logcast.consumer.filters.query.Query.AttributePrefix;
import io.logcast.consumer.filters.query.Query.AttributeValue;
import io.logcast.consumer.filters.query.Query.Column;
import io.logcast.consumer.filters.query.Query.ColumnComparison;
import io.logcast.consumer.filters.query.Query.SeverityComparison;
import io.logcast.model.event.Severity;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * What a query compares: a field of events, or an attribute.
 *
 * @param name as written in the query
 */
record Field(Kind kind, String name) {

    private static final String ATTRIBUTE = "attr.";
    private static final Map<String, Kind> KNOWN = Map.of(
            "message", Kind.MESSAGE,
            "severity", Kind.SEVERITY,
            "source", Kind.SOURCE,
            "trace_id", Kind.TRACE_ID,
            "span_id", Kind.SPAN_ID,
            "id", Kind.NOT_SEARCHED,
            "timestamp", Kind.NOT_SEARCHED,
            "observed_timestamp", Kind.NOT_SEARCHED);

    private static final Pattern SOURCE = Pattern.compile("[A-Za-z0-9_-]+(\\.[A-Za-z0-9_-]+)*");
    private static final Pattern SOURCE_PREFIX = Pattern.compile(SOURCE + "\\.?");
    private static final int TRACE_ID_DIGITS = 32;
    private static final int SPAN_ID_DIGITS = 16;
    private static final int STEPS_OF_A_NAME = 4;

    /** Which field it is. This decides which operators and values it can have. */
    enum Kind {
        MESSAGE,
        SEVERITY,
        SOURCE,
        TRACE_ID,
        SPAN_ID,
        ATTRIBUTE,
        /** A field of events that queries cannot compare. */
        NOT_SEARCHED
    }

    /**
     * The field with this name. A name after {@code attr.}, and a name that is not one of the fields of events, stands for
     * an attribute.
     */
    static Field of(String name) {
        if (name.startsWith(ATTRIBUTE) && name.length() > ATTRIBUTE.length()) {
            return attribute(name.substring(ATTRIBUTE.length()));
        }
        return new Field(KNOWN.getOrDefault(name.toLowerCase(Locale.ROOT), Kind.ATTRIBUTE), name);
    }

    static Field attribute(String name) {
        return new Field(Kind.ATTRIBUTE, name);
    }

    boolean isAttribute() {
        return kind == Kind.ATTRIBUTE;
    }

    boolean isMessage() {
        return kind == Kind.MESSAGE;
    }

    /** Why the field cannot have that operator; empty if it can. */
    Optional<String> refusal(Operator operator) {
        if (kind == Kind.NOT_SEARCHED) {
            return Optional.of(
                    "a query does not have the field " + name + "; expected severity, source, trace_id, span_id,"
                            + " message or the name of an attribute (attr." + name + " for an attribute of that name)."
                            + " For times there are the parameters from and to");
        }
        return operator == Operator.IS || kind == Kind.SEVERITY || kind == Kind.ATTRIBUTE
                ? Optional.empty()
                : Optional.of("expected " + name + ":value; only severity and the numbers of attributes have an order");
    }

    /** @throws InvalidQueryException if the field cannot have the value */
    Query compared(Operator operator, Value value) {
        return switch (kind) {
            case SEVERITY -> severity(operator, value);
            case SOURCE -> source(value);
            case TRACE_ID -> hex(Column.TRACE_ID, TRACE_ID_DIGITS, value);
            case SPAN_ID -> hex(Column.SPAN_ID, SPAN_ID_DIGITS, value);
            case ATTRIBUTE -> operator == Operator.IS ? attribute(value) : number(operator, value);
            case MESSAGE, NOT_SEARCHED -> throw new IllegalStateException(name);
        };
    }

    /** A name without a number stands for its four steps: error is ERROR to ERROR4. */
    private static Query severity(Operator operator, Value value) {
        var isNumber = value.text().matches("\\d{1,2}");
        var severity = (isNumber
                        ? Severity.numbered(Long.parseLong(value.text()))
                        : Severity.named(value.isPrefix() ? "" : value.text()))
                .orElseThrow(() ->
                        value.expected("TRACE, DEBUG, INFO, WARN, ERROR, FATAL, one of TRACE2 to FATAL4, or 1 to 24"));
        var least = severity.number();
        var most = !isNumber && severity == severity.rangeStart() ? least + STEPS_OF_A_NAME - 1 : least;
        return switch (operator) {
            case IS -> new SeverityComparison(least, most);
            case AT_LEAST -> new SeverityComparison(least, Severity.FATAL4.number());
            case ABOVE -> new SeverityComparison(most + 1, Severity.FATAL4.number());
            case AT_MOST -> new SeverityComparison(Severity.TRACE.number(), most);
            case BELOW -> new SeverityComparison(Severity.TRACE.number(), least - 1);
        };
    }

    private static Query source(Value value) {
        var pattern = value.isPrefix() ? SOURCE_PREFIX : SOURCE;
        if (!pattern.matcher(value.text()).matches()) {
            throw value.expected("words of A-Z a-z 0-9 _ - joined by single dots, with or without a * at the end");
        }
        return new ColumnComparison(Column.SOURCE, value.text(), value.isPrefix());
    }

    private static Query hex(Column column, int digits, Value value) {
        if (value.isPrefix() || !value.text().matches("[0-9a-fA-F]{" + digits + "}")) {
            throw value.expected(digits + " hex digits");
        }
        return new ColumnComparison(column, value.text().toLowerCase(Locale.ROOT), false);
    }

    private Query attribute(Value value) {
        var attribute = AttributeName.of(name);
        if (value.isPrefix()) {
            return new AttributePrefix(attribute, value.text());
        }
        return new AttributeValue(
                attribute,
                value.isQuoted()
                        ? new AttributeFilter(name, value.text(), null)
                        : AttributeFilter.of(name, value.text()));
    }

    private Query number(Operator operator, Value value) {
        var number = value.isQuoted() || value.isPrefix() ? null : AttributeFilter.number(value.text());
        if (number == null) {
            throw value.expected("a number, such as " + operator.sign() + "100");
        }
        return new AttributeNumber(AttributeName.of(name), operator, number);
    }
}
