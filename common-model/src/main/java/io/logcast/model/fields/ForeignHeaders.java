package io.logcast.model.fields;

import io.logcast.model.event.LogEvent;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Date;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The AMQP headers of a foreign message as attributes. */
final class ForeignHeaders {

    /** Headers that the broker and our own services add on the way: they differ when the same message comes again. */
    private static final List<String> ADDED =
            List.of("x-death", "x-first-death-", "x-last-death-", "x-delivery-count", "x-acquired-count", "x-logcast-");

    private ForeignHeaders() {}

    static Map<String, @Nullable Object> attributes(Map<String, Object> headers) {
        var attributes = new LinkedHashMap<String, @Nullable Object>();
        headers.forEach((name, value) -> {
            if (ADDED.stream().noneMatch(name::startsWith)) {
                attributes.put(name, LooseValues.limited(value(value), LogEvent.MAX_DEPTH - 1));
            }
        });
        return attributes;
    }

    private static @Nullable Object value(@Nullable Object value) {
        if (value == null || value instanceof Boolean) {
            return value;
        }
        if (value instanceof Byte || value instanceof Short || value instanceof Integer || value instanceof Long) {
            return ((Number) value).longValue();
        }
        if (value instanceof Float || value instanceof Double) {
            var number = ((Number) value).doubleValue();
            return Double.isFinite(number) ? (Object) number : Double.toString(number);
        }
        if (value instanceof Map<?, ?> map) {
            var copy = new LinkedHashMap<String, @Nullable Object>();
            map.forEach((name, inner) -> copy.put(String.valueOf(name), value(inner)));
            return copy;
        }
        if (value instanceof List<?> list) {
            var copy = new ArrayList<@Nullable Object>(list.size());
            list.forEach(inner -> copy.add(value(inner)));
            return copy;
        }
        return text(value);
    }

    private static String text(Object value) {
        if (value instanceof Date date) {
            return date.toInstant().toString();
        }
        // The AMQP client has its own type for texts, whose toString is the text.
        return value instanceof byte[] bytes ? Base64.getEncoder().encodeToString(bytes) : value.toString();
    }
}
