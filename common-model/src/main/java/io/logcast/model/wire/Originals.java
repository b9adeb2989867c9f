package io.logcast.model.wire;

import io.logcast.model.event.InvalidLogEventException;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Keeps a value beside another one of the same name: the second gets the suffix {@code .original}. */
public final class Originals {

    /** Stands for an empty name. */
    private static final String NO_NAME = "_";

    private static final int MAX_REPEATS = 100;

    private Originals() {}

    /**
     * Puts the value beside another one of that name, unless both are equal.
     *
     * @throws InvalidLogEventException if the name occurs too often
     */
    public static void keep(Map<String, @Nullable Object> map, String name, @Nullable Object value) {
        if (!map.containsKey(name) || !Objects.equals(map.get(name), value)) {
            putBeside(map, name, value);
        }
    }

    /**
     * Puts the value without overwriting another one.
     *
     * @throws InvalidLogEventException if the name occurs too often
     */
    public static void putBeside(Map<String, @Nullable Object> map, String name, @Nullable Object value) {
        var legal = name.isEmpty() ? NO_NAME : name;
        var free = legal;
        for (int repeat = 1; map.containsKey(free); repeat++) {
            if (repeat > MAX_REPEATS) {
                throw new InvalidLogEventException(Json.shown(legal), "occurs more than " + MAX_REPEATS + " times");
            }
            free = legal + (repeat == 1 ? ".original" : ".original." + repeat);
        }
        map.put(free, value);
    }
}
