package io.logcast.model.wire;

import io.logcast.model.event.LogEvent;
import java.nio.charset.StandardCharsets;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;

/** The attributes that become headers of the message, so that the broker can route by them. */
public final class RoutingAttributes {

    // A short string of AMQP 0-9-1 has at most this many bytes.
    private static final int MAX_NAME_BYTES = 255;
    private static final Set<String> RESERVED = Set.of(
            LogMessage.SEVERITY_HEADER,
            LogMessage.SOURCE_HEADER,
            LogMessage.EVENTS_HEADER,
            "traceparent",
            "tracestate",
            "baggage",
            "CC",
            "BCC");

    private final SortedSet<String> names;

    /** @throws IllegalArgumentException if the wire format or RabbitMQ uses a name itself, or it is too long */
    public RoutingAttributes(Collection<String> names) {
        names.forEach(RoutingAttributes::check);
        this.names = Collections.unmodifiableSortedSet(new TreeSet<>(names));
    }

    private static void check(String name) {
        // RabbitMQ's headers exchange ignores headers that start with x-.
        if (name.isBlank() || name.startsWith("x-") || RESERVED.contains(name)) {
            throw new IllegalArgumentException("'" + name + "' is reserved and cannot be a routing attribute");
        }
        if (name.getBytes(StandardCharsets.UTF_8).length > MAX_NAME_BYTES) {
            throw new IllegalArgumentException(
                    "'" + name + "' is longer than AMQP allows, " + MAX_NAME_BYTES + " bytes");
        }
    }

    /** Whether the broker can route by it. */
    public boolean contains(String name) {
        return names.contains(name);
    }

    /** The configured names, sorted. */
    public Set<String> names() {
        return names;
    }

    /** The event's routing attributes. The broker cannot route by a list, a map or null. */
    public Map<String, Object> of(LogEvent event) {
        if (names.isEmpty() || event.attributes().isEmpty()) {
            return Map.of();
        }
        var values = new LinkedHashMap<String, Object>();
        for (var name : names) {
            var value = event.attributes().get(name);
            if (value instanceof String || value instanceof Boolean || value instanceof Number) {
                values.put(name, value);
            }
        }
        return values;
    }
}
