package io.logcast.producer.cloudevents;

import io.logcast.model.event.InvalidLogEventException;
import io.logcast.producer.requests.ContentTypes;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A CloudEvent as it was sent, whatever the mode.
 *
 * @param attributes the context attributes and extensions, by name: String, Boolean or Long
 * @param text the data, if it came as text
 * @param bytes the data, if it came as bytes
 */
record CloudEvent(Map<String, Object> attributes, @Nullable String text, byte @Nullable [] bytes) {

    /** The attributes of the specification; all others are extensions. */
    static final String SPEC_VERSION = "specversion";

    static final String ID = "id";
    static final String SOURCE = "source";
    static final String TYPE = "type";
    static final String TIME = "time";
    static final String SUBJECT = "subject";
    static final String DATA_SCHEMA = "dataschema";
    static final String DATA_CONTENT_TYPE = "datacontenttype";

    private static final String VERSION = "1.0";

    /** @throws InvalidLogEventException naming the attribute that breaks its rule */
    CloudEvent {
        attributes = Collections.unmodifiableMap(new LinkedHashMap<>(attributes));
        if (!VERSION.equals(attributes.get(SPEC_VERSION))) {
            throw new InvalidLogEventException(SPEC_VERSION, "must be \"1.0\"");
        }
        attributes.keySet().forEach(CloudEvent::checkName);
    }

    private static void checkName(String name) {
        for (int i = 0; i < name.length(); i++) {
            var c = name.charAt(i);
            if ((c < 'a' || c > 'z') && (c < '0' || c > '9')) {
                throw refused(name, "must have a name of a-z and 0-9");
            }
        }
        if (name.isEmpty()) {
            throw refused("body", "has an attribute without a name");
        }
    }

    /** A required attribute: a string that is not empty. */
    String required(String name) {
        var value = optional(name);
        if (value == null || value.isEmpty()) {
            throw refused(name, "is required by CloudEvents, and must not be empty");
        }
        return value;
    }

    /** An optional attribute, a string; null if it is missing. */
    @Nullable
    String optional(String name) {
        var value = attributes.get(name);
        if (value != null && !(value instanceof String)) {
            throw refused(name, "must be a string");
        }
        return (String) value;
    }

    /** Whether the data is JSON, which is the default. */
    boolean hasJson() {
        var type = optional(DATA_CONTENT_TYPE);
        if (type == null) {
            return true;
        }
        var name = ContentTypes.typeOf(type);
        return name.endsWith("/json") || name.endsWith("+json");
    }

    static InvalidLogEventException refused(String attribute, String reason) {
        return new InvalidLogEventException(attribute, reason);
    }
}
