package io.logcast.model.wire;

import com.fasterxml.jackson.core.SerializableString;
import com.fasterxml.jackson.core.io.SerializedString;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** The fields of a log event. A field's name in JSON is the constant's in lower case. */
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

    // Encoded once, not for each event.
    private final SerializableString encodedName = new SerializedString(name().toLowerCase(Locale.ROOT));

    /** Without a map, since this runs for every field of every event. */
    static @Nullable Field named(String name) {
        return switch (name) {
            case "id" -> ID;
            case "timestamp" -> TIMESTAMP;
            case "observed_timestamp" -> OBSERVED_TIMESTAMP;
            case "severity" -> SEVERITY;
            case "source" -> SOURCE;
            case "message" -> MESSAGE;
            case "attributes" -> ATTRIBUTES;
            case "trace_id" -> TRACE_ID;
            case "span_id" -> SPAN_ID;
            default -> null;
        };
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
