package io.logcast.producer.logs;

import java.util.AbstractList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** The ids of the first lines of a request, in 16 bytes each: an upload keeps them for hours. */
final class LineIds {

    private static final int MAX = 10_000;
    private static final int LEAST = 16;

    private final BitSet known = new BitSet();
    private long[] halves = {};
    private int lines;

    /** Reserves places for the ids of lines up to this one, unless the bound is reached. */
    void reach(long line) {
        lines = (int) Math.min(line, MAX);
        if (halves.length < 2 * lines) {
            halves = Arrays.copyOf(halves, 2 * Math.min(MAX, Math.max(LEAST, 2 * lines)));
        }
    }

    /** @param line must have been reached */
    void set(long line, UUID id) {
        if (line <= MAX) {
            var index = (int) line - 1;
            known.set(index);
            halves[2 * index] = id.getMostSignificantBits();
            halves[2 * index + 1] = id.getLeastSignificantBits();
        }
    }

    void clear(long line) {
        if (line <= MAX) {
            known.clear((int) line - 1);
        }
    }

    int heldBytes() {
        return halves.length * Long.BYTES;
    }

    /** One for each line that was reached; null for a line without an id. */
    List<@Nullable UUID> asList() {
        return new AbstractList<>() {
            @Override
            public @Nullable UUID get(int index) {
                return known.get(index) ? new UUID(halves[2 * index], halves[2 * index + 1]) : null;
            }

            @Override
            public int size() {
                return lines;
            }
        };
    }
}
