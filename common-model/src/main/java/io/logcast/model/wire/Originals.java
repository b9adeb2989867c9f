package io.logcast.model.wire;

import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Keeps a value beside another one of the same name: the second gets the suffix {@code .original}. */
public final class Originals {

    /** Stands for an empty name. */
    private static final String NO_NAME = "_";

    /** Beyond this many values of one name, a further one is no longer compared with each earlier one. */
    private static final int FEW = 100;

    private Originals() {}

    /** Puts the value beside another one of that name, unless both are equal. */
    public static void keep(Map<String, @Nullable Object> map, String name, @Nullable Object value) {
        if (!map.containsKey(name) || !Objects.equals(map.get(name), value)) {
            putBeside(map, name, value);
        }
    }

    /** Puts the value without overwriting another one. */
    public static void putBeside(Map<String, @Nullable Object> map, String name, @Nullable Object value) {
        var legal = name.isEmpty() ? NO_NAME : name;
        map.put(map.containsKey(legal) ? freeName(map, legal) : legal, value);
    }

    private static String freeName(Map<String, @Nullable Object> map, String name) {
        for (int repeat = 1; repeat <= FEW; repeat++) {
            if (!map.containsKey(repeated(name, repeat))) {
                return repeated(name, repeat);
            }
        }
        return freeNameOfMany(map, name);
    }

    /** Doubles its steps until a name is free, and then halves them. */
    private static String freeNameOfMany(Map<String, @Nullable Object> map, String name) {
        var taken = FEW;
        var step = 1;
        while (map.containsKey(repeated(name, taken + step))) {
            taken += step;
            step *= 2;
        }
        var free = taken + step;
        while (free - taken > 1) {
            var middle = taken + (free - taken) / 2;
            if (map.containsKey(repeated(name, middle))) {
                taken = middle;
            } else {
                free = middle;
            }
        }
        return repeated(name, free);
    }

    private static String repeated(String name, int repeat) {
        return name + (repeat == 1 ? ".original" : ".original." + repeat);
    }
}
