package io.logcast.consumer.filters.query;

import io.logcast.model.event.LogEvent;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The name of an attribute. A dot in it may also mean nesting: {@code http.status.code} is also found in {@code
 * {"http":{"status":{"code":500}}}} and {@code {"http":{"status.code":500}}}.
 *
 * @param paths where its value may be, each a list of nested names, the flat name first
 */
public record AttributeName(String name, List<List<String>> paths) {

    // Each dot doubles the number of paths. With more dots, either all of them mean nesting or none.
    private static final int MOST_DOTS = 5;

    /** The attribute of that name. */
    public static AttributeName of(String name) {
        var dots = name.chars().filter(each -> each == '.').count();
        var paths = dots > MOST_DOTS ? flatAndNested(name) : everyNesting(name);
        return new AttributeName(
                name,
                paths.filter(path -> path.size() == 1 || (path.size() <= LogEvent.MAX_DEPTH && !path.contains("")))
                        .toList());
    }

    private static Stream<List<String>> flatAndNested(String name) {
        return Stream.of(List.of(name), List.of(name.split("\\.", -1)));
    }

    private static Stream<List<String>> everyNesting(String name) {
        var nested = IntStream.range(0, name.length())
                .filter(at -> name.charAt(at) == '.')
                .boxed()
                .flatMap(dot ->
                        everyNesting(name.substring(dot + 1)).map(inner -> path(name.substring(0, dot), inner)));
        return Stream.concat(Stream.of(List.of(name)), nested);
    }

    private static List<String> path(String first, List<String> inner) {
        var path = new ArrayList<String>();
        path.add(first);
        path.addAll(inner);
        return path;
    }

    /** Its cost as in {@link Query#terms()}: two paths are one term. */
    int terms() {
        return (paths.size() + 1) / 2;
    }

    /** Its values in an event's attributes, without nulls. */
    Stream<Object> valuesIn(Map<String, @Nullable Object> attributes) {
        return paths.stream().map(path -> value(attributes, path)).filter(Objects::nonNull);
    }

    private static @Nullable Object value(Object attributes, List<String> path) {
        @Nullable Object value = attributes;
        for (var key : path) {
            value = value instanceof Map<?, ?> map ? map.get(key) : null;
        }
        return value;
    }
}
