package io.logcast.model.fields;

import io.logcast.model.event.LogEvent;
import io.logcast.model.wire.Originals;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Puts the last attributes together as one if there are more than an event may have. */
public final class FittingAttributes {

    /** Attributes beyond this number share one, which is the last that an event may have. */
    static final int ALONE = LogEvent.MAX_ATTRIBUTES - 1;

    private static final String MORE = "more";

    private FittingAttributes() {}

    /**
     * The same attributes if an event may have that many; else the first 63, and the rest as the attribute {@code
     * more}.
     */
    public static Map<String, @Nullable Object> of(Map<String, @Nullable Object> attributes) {
        return attributes.size() <= LogEvent.MAX_ATTRIBUTES ? attributes : gathered(attributes);
    }

    static Map<String, @Nullable Object> gathered(Map<String, @Nullable Object> attributes) {
        var fitting = new LinkedHashMap<String, @Nullable Object>();
        var rest = new LinkedHashMap<String, @Nullable Object>();
        attributes.forEach((name, value) -> {
            if (fitting.size() < ALONE) {
                fitting.put(name, value);
            } else {
                // One level deeper than before.
                rest.put(name, LooseValues.limited(value, LogEvent.MAX_DEPTH - 2));
            }
        });
        Originals.putBeside(fitting, MORE, rest);
        return fitting;
    }
}
