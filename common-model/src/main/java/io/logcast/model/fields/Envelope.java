package io.logcast.model.fields;

import java.time.Instant;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * What a shipper sends about an event in addition to the event.
 *
 * @param id comes before one in the event, which stays an attribute then
 * @param timestamp comes before one in the event, which stays an attribute then unless it is the same
 * @param fields are read as the event's own, behind them; values are those that an attribute may have
 * @param attributes stay attributes, whatever they are called; those of the event that have their names come first
 */
public record Envelope(
        @Nullable UUID id,
        @Nullable Instant timestamp,
        Map<String, @Nullable Object> fields,
        Map<String, @Nullable Object> attributes) {

    static final Envelope NONE = new Envelope(null, null, Map.of(), Map.of());
}
