package io.logcast.model.fields;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import io.logcast.model.wire.AttributesJson;
import io.logcast.model.wire.Json;
import io.logcast.model.wire.Originals;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Reads any JSON value as an attribute's value: a value that is nested too deep, or a number that is too large, as its text.
 */
public final class LooseValues {

    private LooseValues() {}

    /**
     * Reads the value at which the parser is, to its end.
     *
     * @param levels how many levels of objects and lists it may have, itself included
     */
    public static @Nullable Object read(JsonParser parser, JsonToken token, int levels) throws IOException {
        return switch (token) {
            case VALUE_STRING -> parser.getText();
            case VALUE_NUMBER_INT ->
                parser.getNumberType() == JsonParser.NumberType.BIG_INTEGER
                        ? (Object) parser.getText()
                        : (Object) parser.getLongValue();
            case VALUE_NUMBER_FLOAT ->
                Double.isFinite(parser.getDoubleValue()) ? (Object) parser.getDoubleValue() : (Object) parser.getText();
            case VALUE_TRUE -> true;
            case VALUE_FALSE -> false;
            case START_OBJECT -> levels == 0 ? Json.text(parser) : map(parser, levels - 1);
            case START_ARRAY -> levels == 0 ? Json.text(parser) : list(parser, levels - 1);
            default -> null;
        };
    }

    private static Map<String, @Nullable Object> map(JsonParser parser, int levels) throws IOException {
        var map = new LinkedHashMap<String, @Nullable Object>();
        while (parser.nextToken() == JsonToken.FIELD_NAME) {
            var name = parser.currentName();
            Originals.putBeside(map, name, read(parser, parser.nextToken(), levels));
        }
        return map;
    }

    private static List<@Nullable Object> list(JsonParser parser, int levels) throws IOException {
        var list = new ArrayList<@Nullable Object>();
        for (var token = parser.nextToken(); token != JsonToken.END_ARRAY; token = parser.nextToken()) {
            list.add(read(parser, token, levels));
        }
        return list;
    }

    /** The same value with at most this many levels of objects and lists. */
    static @Nullable Object limited(@Nullable Object value, int levels) {
        if (value instanceof Map<?, ?> map) {
            if (levels == 0) {
                return AttributesJson.writeValue(map);
            }
            var copy = new LinkedHashMap<String, @Nullable Object>();
            map.forEach((name, inner) -> copy.put((String) name, limited(inner, levels - 1)));
            return copy;
        }
        if (value instanceof List<?> list) {
            return levels == 0
                    ? AttributesJson.writeValue(list)
                    : list.stream()
                            .map(inner -> limited(inner, levels - 1))
                            .collect(ArrayList::new, ArrayList::add, ArrayList::addAll);
        }
        return value;
    }
}
