package io.logcast.model.wire;

import io.logcast.model.event.LogEvent;
import java.util.Map;

/**
 * The values that the broker routes by, which are the same for all events of a message.
 *
 * @param severityRange the last word of the routing key
 * @param attributes the values of the routing attributes
 */
public record Route(String source, String severityRange, Map<String, Object> attributes) {

    public Route {
        attributes = Map.copyOf(attributes);
    }

    /** The route of an event with these routing attributes. */
    public static Route of(LogEvent event, Map<String, Object> attributes) {
        return new Route(event.source(), event.severity().range(), attributes);
    }

    /** The routing key. */
    public String key() {
        return source + "." + severityRange;
    }
}
