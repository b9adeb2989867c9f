package io.logcast.model.wire;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonStreamContext;
import com.fasterxml.jackson.core.JsonToken;
import io.logcast.model.event.InvalidLogEventException;
import io.logcast.model.event.LogEvent;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Reads attribute values of the types of OpenTelemetry's AnyValue, such as 64-bit integers, doubles, lists and maps. */
final class AttributesReader {

    private final JsonParser parser;
    private int depth;

    private AttributesReader(JsonParser parser) {
        this.parser = parser;
    }

    static Map<String, @Nullable Object> read(JsonParser parser, JsonToken token) throws IOException {
        if (token != JsonToken.START_OBJECT) {
            throw new InvalidLogEventException(Field.ATTRIBUTES.toString(), "must be a JSON object");
        }
        return new AttributesReader(parser).map();
    }

    private Map<String, @Nullable Object> map() throws IOException {
        var map = new LinkedHashMap<String, @Nullable Object>();
        while (parser.nextToken() == JsonToken.FIELD_NAME) {
            var name = parser.currentName();
            if (map.containsKey(name)) {
                throw refused("occurs twice");
            }
            map.put(name, value(parser.nextToken()));
        }
        return map;
    }

    private List<@Nullable Object> list() throws IOException {
        var list = new ArrayList<@Nullable Object>();
        for (var token = parser.nextToken(); token != JsonToken.END_ARRAY; token = parser.nextToken()) {
            list.add(value(token));
        }
        return list;
    }

    private @Nullable Object value(JsonToken token) throws IOException {
        return switch (token) {
            case VALUE_STRING -> parser.getText();
            case VALUE_NUMBER_INT -> integer();
            case VALUE_NUMBER_FLOAT -> parser.getDoubleValue();
            case VALUE_TRUE -> true;
            case VALUE_FALSE -> false;
            case START_OBJECT -> nested(this::map);
            case START_ARRAY -> nested(this::list);
            default -> null;
        };
    }

    private interface Nested {
        Object read() throws IOException;
    }

    /** Refuses by name a value that is nested too deep, before the parser's own bound is reached. */
    private Object nested(Nested value) throws IOException {
        if (++depth >= LogEvent.MAX_DEPTH) {
            throw refused("must be nested at most " + LogEvent.MAX_DEPTH + " deep");
        }
        var read = value.read();
        depth--;
        return read;
    }

    private long integer() throws IOException {
        if (parser.getNumberType() == JsonParser.NumberType.BIG_INTEGER) {
            throw refused("must be an integer of at most 64 bits");
        }
        return parser.getLongValue();
    }

    private InvalidLogEventException refused(String reason) {
        var path = new ArrayDeque<String>();
        for (JsonStreamContext at = parser.getParsingContext(); at != null; at = at.getParent()) {
            if (at.hasCurrentName()) {
                path.addFirst(at.getCurrentName());
            }
        }
        return new InvalidLogEventException(Json.shown(String.join(".", path)), reason);
    }
}
