package io.logcast.producer.splunk;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import io.logcast.model.event.InvalidLogEventException;
import io.logcast.model.event.LogEvent;
import io.logcast.model.fields.Envelope;
import io.logcast.model.fields.LenientReader;
import io.logcast.model.fields.LooseTime;
import io.logcast.model.fields.LooseValues;
import io.logcast.model.wire.Json;
import io.logcast.model.wire.LogEventReader.Defaults;
import io.logcast.model.wire.MalformedJsonException;
import io.logcast.model.wire.Originals;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** An event with its metadata: {@code {"time":..., "host":..., "fields":{...}, "event":...}}. */
final class CollectorEvent {

    static final String EVENT = "event";
    static final String REQUIRED = "is required";
    static final String BLANK = "must not be blank";

    private static final String TIME = "time";
    private static final String FIELDS = "fields";
    /** How deep objects and lists of a field may be nested. */
    private static final int LEVELS = 7;

    private final Map<String, @Nullable Object> fields = new LinkedHashMap<>();
    private @Nullable Instant time;
    private @Nullable String text;
    private byte @Nullable [] object;

    private CollectorEvent() {}

    /**
     * Reads a part of the bytes.
     *
     * @param ofRequest fields that it gets if it has none with that name
     * @throws InvalidLogEventException naming the field that is missing, or that no event can hold
     * @throws MalformedJsonException if it is not JSON
     */
    static LogEvent read(byte[] json, int offset, int length, Map<String, String> ofRequest, Defaults defaults) {
        return Json.object(json, offset, length, CollectorEvent::of).event(ofRequest, defaults);
    }

    private static CollectorEvent of(JsonParser parser) throws IOException {
        var event = new CollectorEvent();
        while (parser.nextToken() == JsonToken.FIELD_NAME) {
            var name = parser.currentName();
            var value = parser.nextToken();
            switch (name) {
                case EVENT -> event.readEvent(parser, value);
                case TIME -> event.readTime(parser, value);
                case FIELDS -> event.readFields(parser, value);
                default -> Originals.keep(event.fields, name, LooseValues.read(parser, value, LEVELS));
            }
        }
        return event;
    }

    private void readEvent(JsonParser parser, JsonToken value) throws IOException {
        if (value == JsonToken.START_OBJECT) {
            object = Json.text(parser).getBytes(StandardCharsets.UTF_8);
        } else if (value == JsonToken.VALUE_STRING) {
            text = parser.getText();
        } else if (value != JsonToken.VALUE_NULL) {
            text = Json.text(parser);
        }
    }

    /** A time that cannot be read stays an attribute. */
    private void readTime(JsonParser parser, JsonToken value) throws IOException {
        time = value.isScalarValue() ? LooseTime.number(parser.getText().strip()) : null;
        if (time == null) {
            Originals.keep(fields, TIME, LooseValues.read(parser, value, LEVELS));
        }
    }

    private void readFields(JsonParser parser, JsonToken value) throws IOException {
        if (value != JsonToken.START_OBJECT) {
            Originals.keep(fields, FIELDS, LooseValues.read(parser, value, LEVELS));
            return;
        }
        while (parser.nextToken() == JsonToken.FIELD_NAME) {
            var name = parser.currentName();
            Originals.keep(fields, name, LooseValues.read(parser, parser.nextToken(), LEVELS));
        }
    }

    private LogEvent event(Map<String, String> ofRequest, Defaults defaults) {
        ofRequest.forEach(fields::putIfAbsent);
        var envelope = new Envelope(null, time, fields, Map.of());
        if (object != null) {
            return LenientReader.read(object, 0, object.length, defaults, envelope);
        }
        if (text == null) {
            throw new InvalidLogEventException(EVENT, REQUIRED);
        }
        if (text.isEmpty()) {
            throw new InvalidLogEventException(EVENT, BLANK);
        }
        return LenientReader.read(text, defaults, envelope);
    }
}
