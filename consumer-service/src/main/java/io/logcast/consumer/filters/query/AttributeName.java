package io.logcast.consumer.filters.query;

import io.logcast.model.event.LogEvent;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The name of an attribute. One with dots is found flat and nested: {@code http.status} also in {@code {"http":{"status":500}}}. */
public record AttributeName(String name) {

    /** The paths where its value may be, each a list of nested names. */
    public List<List<String>> paths() {
        var flat = List.of(name);
        var nested = List.of(name.split("\\.", -1));
        var isNested = nested.size() > 1 && nested.size() <= LogEvent.MAX_DEPTH && !nested.contains("");
        return isNested ? List.of(flat, nested) : List.of(flat);
    }

    /** Its values in an event's attributes, without nulls. */
    Stream<Object> valuesIn(Map<String, @Nullable Object> attributes) {
        return paths().stream().map(path -> value(attributes, path)).filter(Objects::nonNull);
    }

    private static @Nullable Object value(Object attributes, List<String> path) {
        @Nullable Object value = attributes;
        for (var key : path) {
            value = value instanceof Map<?, ?> map ? map.get(key) : null;
        }
        return value;
    }
}
