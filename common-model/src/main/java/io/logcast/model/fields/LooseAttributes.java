package io.logcast.model.fields;

import io.logcast.model.event.LogEvent;
import io.logcast.model.wire.Originals;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Gathers the attributes of an event: those in the object {@code attributes} win over loose fields of the same name. */
final class LooseAttributes {

    private final Map<String, @Nullable Object> all;

    LooseAttributes(Map<String, @Nullable Object> attributes) {
        this.all = new LinkedHashMap<>(attributes);
    }

    /**
     * Adds the defaults that are missing, then the loose fields, so that the limit cuts off loose fields.
     *
     * @return this
     */
    LooseAttributes add(List<LooseObject.Entry> loose, Map<String, @Nullable Object> defaults) {
        if (!defaults.isEmpty()) {
            var names = loose.stream().map(entry -> entry.name).collect(Collectors.toSet());
            defaults.forEach((name, value) -> {
                if (!names.contains(name)) {
                    all.putIfAbsent(name, value);
                }
            });
        }
        // A second object "attributes" is an attribute itself.
        loose.forEach(entry -> add(entry.name, LooseValues.limited(entry.value, LogEvent.MAX_DEPTH - 1)));
        return this;
    }

    /** Adds the value; if the name is taken, under the name with a suffix. */
    void add(String name, @Nullable Object value) {
        Originals.keep(all, name, value);
    }

    /**
     * The attributes; if there are more than 63, the rest of them as one attribute, {@code more}.
     */
    Map<String, @Nullable Object> fitting() {
        return all.size() <= FittingAttributes.ALONE ? all : FittingAttributes.gathered(all);
    }
}
