package io.logcast.producer.otlp;

import io.logcast.model.event.InvalidLogEventException;
import io.logcast.model.event.LogEvent;
import io.logcast.model.wire.AttributesJson;
import io.logcast.model.wire.Originals;
import io.logcast.producer.fields.Handling;
import io.opentelemetry.proto.common.v1.AnyValue;
import io.opentelemetry.proto.common.v1.KeyValue;
import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** OpenTelemetry's AnyValue as the value of an attribute. */
record AnyValues(Handling handling) {

    /** No limit here, since protobuf and JSON are read at most 100 levels deep. */
    private static final int ALL_LEVELS = Integer.MAX_VALUE;

    /** A string as it is, anything else as JSON. */
    String text(AnyValue value) {
        return switch (value.getValueCase()) {
            case STRING_VALUE -> value.getStringValue();
            case BYTES_VALUE -> base64(value);
            case VALUE_NOT_SET -> "";
            default -> AttributesJson.writeValue(value(value, ALL_LEVELS));
        };
    }

    /**
     * The attributes of an event; what is nested too deep becomes its JSON as text.
     *
     * @throws InvalidLogEventException in strict handling, if a key occurs twice
     */
    Map<String, @Nullable Object> attributes(List<KeyValue> values) {
        return map(values, LogEvent.MAX_DEPTH - 1);
    }

    /**
     * Bytes become Base64; a double that JSON cannot express becomes its name, such as {@code NaN}.
     *
     * @param levels how many levels of lists and maps it may have, including itself
     */
    private @Nullable Object value(AnyValue value, int levels) {
        return switch (value.getValueCase()) {
            case STRING_VALUE -> value.getStringValue();
            case BOOL_VALUE -> value.getBoolValue();
            case INT_VALUE -> value.getIntValue();
            case DOUBLE_VALUE -> number(value.getDoubleValue());
            case BYTES_VALUE -> base64(value);
            case ARRAY_VALUE ->
                levels == 0 ? text(value) : list(value.getArrayValue().getValuesList(), levels - 1);
            case KVLIST_VALUE ->
                levels == 0 ? text(value) : map(value.getKvlistValue().getValuesList(), levels - 1);
            default -> null;
        };
    }

    private Map<String, @Nullable Object> map(List<KeyValue> values, int levels) {
        var map = new LinkedHashMap<String, @Nullable Object>();
        for (var entry : values) {
            put(map, entry.getKey(), value(entry.getValue(), levels), levels >= LogEvent.MAX_DEPTH);
        }
        return map;
    }

    /** @param isText whether the map will be written as JSON text; only there may a key be empty */
    private void put(Map<String, @Nullable Object> map, String key, @Nullable Object value, boolean isText) {
        var isTwice = map.containsKey(key);
        if (isTwice && handling == Handling.STRICT) {
            throw new InvalidLogEventException("attributes." + key, "occurs twice");
        }
        if (isTwice || (handling == Handling.LENIENT && !isText)) {
            Originals.putBeside(map, key, value);
        } else {
            map.put(key, value);
        }
    }

    private List<@Nullable Object> list(List<AnyValue> values, int levels) {
        var list = new ArrayList<@Nullable Object>(values.size());
        values.forEach(value -> list.add(value(value, levels)));
        return list;
    }

    private static String base64(AnyValue bytes) {
        return Base64.getEncoder().encodeToString(bytes.getBytesValue().toByteArray());
    }

    private static Object number(double number) {
        return Double.isFinite(number) ? (Object) number : Double.toString(number);
    }
}
