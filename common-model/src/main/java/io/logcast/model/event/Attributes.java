package io.logcast.model.event;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Copies attributes into unmodifiable collections while it checks their number, size, depth and types. */
final class Attributes {

    private static final int MAX_COUNT = LogEvent.MAX_ATTRIBUTES;
    private static final int MAX_BYTES = 64 * 1024;
    private static final int MAX_KEY_LENGTH = 256;
    private static final int MAX_DEPTH = LogEvent.MAX_DEPTH;
    private static final int BYTES_OF_A_SCALAR = 8;

    // Joined to a name only if something is refused: joining costs more than all checks.
    private final Deque<String> path = new ArrayDeque<>(MAX_DEPTH + 1);
    private final Supplier<String> field = () -> String.join(".", path);
    private int bytes;

    private Attributes() {}

    static Map<String, @Nullable Object> checkedCopy(Map<String, @Nullable Object> attributes) {
        if (attributes.isEmpty()) {
            return Map.of();
        }
        if (attributes.size() > MAX_COUNT) {
            throw new InvalidLogEventException("attributes", "must be at most " + MAX_COUNT);
        }
        var checked = new Attributes();
        checked.path.addLast("attributes");
        return checked.map(attributes, 1);
    }

    private Map<String, @Nullable Object> map(Map<?, ?> values, int depth) {
        var copy = new LinkedHashMap<String, @Nullable Object>(values.size() * 2);
        for (var entry : values.entrySet()) {
            var name = key(entry.getKey());
            path.addLast(name);
            copy.put(name, value(entry.getValue(), depth));
            path.removeLast();
        }
        return Collections.unmodifiableMap(copy);
    }

    private String key(@Nullable Object key) {
        if (!(key instanceof String name) || name.isEmpty() || name.length() > MAX_KEY_LENGTH) {
            throw refused("must have names of 1 to " + MAX_KEY_LENGTH + " characters");
        }
        count(Rules.utf8Length(field, name));
        return name;
    }

    private @Nullable Object value(@Nullable Object value, int depth) {
        if (value instanceof String text) {
            // An empty one counts too: readers of the event limit the number of values.
            count(Math.max(1, Rules.utf8Length(field, text)));
            return text;
        }
        count(BYTES_OF_A_SCALAR);
        if (value instanceof Double number && !Double.isFinite(number)) {
            throw refused("must be a finite number");
        }
        if (value == null || value instanceof Boolean || value instanceof Long || value instanceof Double) {
            return value;
        }
        return nested(value, depth + 1);
    }

    private Object nested(Object value, int depth) {
        if (depth > MAX_DEPTH) {
            throw refused("must be nested at most " + MAX_DEPTH + " deep");
        }
        if (value instanceof Map<?, ?> map) {
            return map(map, depth);
        }
        if (value instanceof List<?> list) {
            return list(list, depth);
        }
        throw refused("has the unknown type " + value.getClass().getName());
    }

    private List<@Nullable Object> list(List<?> values, int depth) {
        var copy = new ArrayList<@Nullable Object>(Math.min(values.size(), MAX_BYTES));
        for (var value : values) {
            copy.add(value(value, depth));
        }
        return Collections.unmodifiableList(copy);
    }

    private void count(int more) {
        bytes += more;
        if (bytes > MAX_BYTES) {
            throw refused("makes the attributes larger than " + MAX_BYTES + " bytes");
        }
    }

    private InvalidLogEventException refused(String reason) {
        return new InvalidLogEventException(field.get(), reason);
    }
}
