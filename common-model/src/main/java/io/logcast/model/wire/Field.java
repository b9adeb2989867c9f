package io.logcast.model.wire;

import static java.util.stream.Collectors.toUnmodifiableMap;

import com.fasterxml.jackson.core.SerializableString;
import com.fasterxml.jackson.core.io.SerializedString;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The fields of a log event, by their names in its JSON: the constant's in lower case. */
enum Field {
    ID,
    TIMESTAMP,
    OBSERVED_TIMESTAMP,
    SEVERITY,
    SOURCE,
    MESSAGE,
    ATTRIBUTES,
    TRACE_ID,
    SPAN_ID;

    private static final Map<String, Field> BY_NAME =
            Stream.of(values()).collect(toUnmodifiableMap(Field::toString, field -> field));

    // Encoded once, not for each event.
    private final SerializableString encodedName = new SerializedString(name().toLowerCase(Locale.ROOT));

    static @Nullable Field named(String name) {
        return BY_NAME.get(name);
    }

    SerializableString encodedName() {
        return encodedName;
    }

    /** The name in the JSON. */
    @Override
    public String toString() {
        return encodedName.getValue();
    }
}
