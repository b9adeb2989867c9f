package io.logcast.model.fields;

import java.time.Instant;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * What a shipper sends about an event in addition to the event.
 *
 * @param id wins over an id in the event, which then stays an attribute
 * @param timestamp wins over a timestamp in the event, which then stays an attribute, unless it is the same
 * @param fields are read like the event's own fields, after them; values are those that an attribute may have
 * @param attributes stay attributes, whatever their names; if the event has attributes of these names, the event's come first
 */
public record Envelope(
        @Nullable UUID id,
        @Nullable Instant timestamp,
        Map<String, @Nullable Object> fields,
        Map<String, @Nullable Object> attributes) {

    static final Envelope NONE = new Envelope(null, null, Map.of(), Map.of());
}
