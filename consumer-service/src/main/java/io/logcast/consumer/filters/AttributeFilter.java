package io.logcast.consumer.filters;

import java.math.BigDecimal;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * An attribute with that value. Query parameters have no types: {@code 4711} is the text and the number.
 *
 * @param text the value as text
 * @param other the number or boolean that the text may stand for as well
 */
public record AttributeFilter(
        String name, String text, @Nullable Object other) {

    // No more digits than a double has: PostgreSQL would write out 1e100000.
    private static final Pattern NUMBER = Pattern.compile("-?(0|[1-9]\\d{0,308})(\\.\\d{1,308})?([eE][+-]?\\d{1,3})?");

    /** The attribute with that value, as text, number or boolean. */
    public static AttributeFilter of(String name, String value) {
        return new AttributeFilter(name, value, other(value));
    }

    private static @Nullable Object other(String value) {
        if (value.equals("true") || value.equals("false")) {
            return Boolean.valueOf(value);
        }
        return NUMBER.matcher(value).matches() ? new BigDecimal(value) : null;
    }

    boolean matches(Map<String, @Nullable Object> attributes) {
        var value = attributes.get(name);
        return text.equals(value) || (other != null && value != null && isOther(value));
    }

    private boolean isOther(Object value) {
        if (other instanceof BigDecimal number) {
            return (value instanceof Long || value instanceof Double)
                    && number.compareTo(new BigDecimal(value.toString())) == 0;
        }
        return value.equals(other);
    }
}
