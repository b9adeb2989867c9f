package io.logcast.consumer.subscriptions;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import io.logcast.http.InvalidFieldException;
import io.logcast.model.wire.Route;
import io.logcast.model.wire.RoutingAttributes;
import io.logcast.rabbitmq.queues.QueueBinding;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.util.Collections;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Predicate;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/**
 * The events with these routing attributes.
 *
 * @param attributes texts, whole numbers, numbers and booleans by name, compared with their type
 * @param match {@code all} if it is left out
 */
@Schema(name = "Attributes")
@JsonInclude(JsonInclude.Include.NON_NULL)
record AttributeBinding(Map<String, Object> attributes, Match match) implements Binding {

    /** Whether all attributes have to match, or any one of them. */
    enum Match {
        @JsonProperty("all")
        ALL,
        @JsonProperty("any")
        ANY
    }

    private static final int MAX_TEXT_BYTES = 4096;

    public AttributeBinding(Map<String, Object> attributes, @Nullable Match match) {
        if (attributes == null || attributes.isEmpty() || attributes.size() > MAX_ENTRIES) {
            throw new InvalidFieldException("binding.attributes", "must have 1 to " + MAX_ENTRIES + " attributes");
        }
        var checked = new TreeMap<String, Object>();
        attributes.forEach((name, value) -> checked.put(name, scalar(name, value)));
        this.attributes = Collections.unmodifiableMap(checked);
        this.match = match == null ? Match.ALL : match;
    }

    /** The value with the type that events have: whole numbers have 64 bits. */
    private static Object scalar(String name, @Nullable Object value) {
        if (value instanceof Integer number) {
            return number.longValue();
        }
        if (value instanceof Long || value instanceof Double || value instanceof Boolean) {
            return value;
        }
        if (value instanceof String text && text.getBytes(StandardCharsets.UTF_8).length <= MAX_TEXT_BYTES) {
            return text;
        }
        throw new InvalidFieldException(
                "binding.attributes." + name,
                value instanceof BigInteger
                        ? "must be an integer of at most 64 bits"
                        : "must be a boolean, a number, or a text of at most " + MAX_TEXT_BYTES + " bytes");
    }

    @Override
    public void check(RoutingAttributes routable) {
        for (var name : attributes.keySet()) {
            if (!routable.contains(name)) {
                throw new InvalidFieldException(
                        "binding.attributes." + name,
                        "is not a routing attribute; those are " + String.join(", ", routable.names())
                                + " (the setting logcast.routing-attributes of both services)");
            }
        }
    }

    @Override
    public boolean matches(Route route) {
        // As RabbitMQ 4.3 compares: with the type, so that 1 is not 1.0. On 3.10 they are the same.
        Predicate<Map.Entry<String, Object>> hasIt =
                entry -> entry.getValue().equals(route.attributes().get(entry.getKey()));
        return match == Match.ALL
                ? attributes.entrySet().stream().allMatch(hasIt)
                : attributes.entrySet().stream().anyMatch(hasIt);
    }

    @Override
    public Set<QueueBinding> queueBindings(Exchanges exchanges) {
        var arguments = new TreeMap<>(attributes);
        arguments.put("x-match", match == Match.ALL ? "all" : "any");
        return Set.of(new QueueBinding(exchanges.headers(), "", arguments));
    }
}
