package io.logcast.consumer.filters.query;

import java.math.BigDecimal;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Matches events whose attribute has a value. Query parameters have no types, so {@code 4711} matches both the text and
 * the number.
 *
 * @param name the attribute's name
 * @param text the value as a text
 * @param other the value as a number or a boolean; null if it can only be a text
 */
public record AttributeFilter(
        String name, String text, @Nullable Object other) {

    // No more digits than a double can have: PostgreSQL would write out every digit of 1e100000.
    private static final Pattern NUMBER = Pattern.compile("-?(0|[1-9]\\d{0,308})(\\.\\d{1,308})?([eE][+-]?\\d{1,3})?");

    /** A filter for the value as a text and, if it looks like one, as a number or a boolean. */
    public static AttributeFilter of(String name, String value) {
        return new AttributeFilter(name, value, other(value));
    }

    private static @Nullable Object other(String value) {
        if (value.equals("true") || value.equals("false")) {
            return Boolean.valueOf(value);
        }
        return number(value);
    }

    /** The text as a number; null if it is not one. */
    static @Nullable BigDecimal number(String text) {
        return NUMBER.matcher(text).matches() ? new BigDecimal(text) : null;
    }

    /** Whether the attribute of exactly that name has the value. */
    public boolean matches(Map<String, @Nullable Object> attributes) {
        return isOf(attributes.get(name));
    }

    boolean isOf(@Nullable Object value) {
        return text.equals(value) || (other != null && value != null && isOther(value));
    }

    private boolean isOther(Object value) {
        if (other instanceof BigDecimal number) {
            return isNumber(value, Operator.IS, number);
        }
        return value.equals(other);
    }

    /** Whether the value is a number, and comparing it with the other number by the operator is true. */
    static boolean isNumber(Object value, Operator operator, BigDecimal number) {
        return (value instanceof Long || value instanceof Double)
                && operator.holds(new BigDecimal(value.toString()).compareTo(number));
    }
}
