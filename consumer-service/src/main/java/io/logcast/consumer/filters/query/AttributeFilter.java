package io.logcast.consumer.filters.query;

import java.math.BigDecimal;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * An attribute with that value. Query parameters have no types, so {@code 4711} stands for both the text and the
 * number.
 *
 * @param text the value as text
 * @param other the number or boolean that the text may also stand for
 */
public record AttributeFilter(
        String name, String text, @Nullable Object other) {

    // At most as many digits as a double has, since PostgreSQL would write out 1e100000.
    private static final Pattern NUMBER = Pattern.compile("-?(0|[1-9]\\d{0,308})(\\.\\d{1,308})?([eE][+-]?\\d{1,3})?");

    /** A filter for that value, as text, number or boolean. */
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

    /** Whether a value is a number that compares to the other in that way. */
    static boolean isNumber(Object value, Operator operator, BigDecimal number) {
        return (value instanceof Long || value instanceof Double)
                && operator.holds(new BigDecimal(value.toString()).compareTo(number));
    }
}
