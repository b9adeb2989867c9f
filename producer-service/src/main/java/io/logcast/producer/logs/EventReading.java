package io.logcast.producer.logs;

import io.logcast.model.event.InvalidLogEventException;
import io.logcast.model.event.LogEvent;
import io.logcast.model.wire.Fallbacks;
import io.logcast.model.wire.MalformedJsonException;
import io.logcast.producer.fields.Handling;
import io.logcast.producer.fields.JsonBody;
import io.logcast.producer.requests.Line;
import org.jspecify.annotations.Nullable;

/**
 * Reads the events of one request. Each may throw {@link InvalidLogEventException} or {@link MalformedJsonException}.
 */
record EventReading(EventDefaults defaults, Handling handling, EventDefaults.@Nullable Key key, Fallbacks fallbacks) {

    /** The event of a body that has only one. */
    LogEvent only(byte[] json) {
        return handling.read(json, 0, json.length, defaults.forKey(key, fallbacks));
    }

    /** One of the events of a body. */
    LogEvent part(byte[] json, JsonBody.Part part) {
        return handling.read(json, part.offset(), part.length(), defaults.forLine(key, part.number(), fallbacks));
    }

    LogEvent line(Line line) {
        return handling.read(
                line.bytes(), line.offset(), line.length(), defaults.forLine(key, line.number(), fallbacks));
    }

    LogEvent text(Line line) {
        return TextLine.event(line, defaults.forLine(key, line.number(), fallbacks));
    }

    /** Whether the body has to be read as a single event. */
    boolean isOne(JsonBody events) {
        return events.isOne() || (handling == Handling.STRICT && !events.isArray());
    }
}
