package io.logcast.producer.otlp;

import io.logcast.model.event.InvalidLogEventException;
import io.logcast.model.wire.AttributesJson;
import io.opentelemetry.proto.common.v1.AnyValue;
import io.opentelemetry.proto.common.v1.KeyValue;
import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** OpenTelemetry's AnyValue as the value of an attribute. */
final class AnyValues {

    private AnyValues() {}

    /** Bytes become Base64; a double that JSON cannot express becomes its name, such as {@code NaN}. */
    static @Nullable Object value(AnyValue value) {
        return switch (value.getValueCase()) {
            case STRING_VALUE -> value.getStringValue();
            case BOOL_VALUE -> value.getBoolValue();
            case INT_VALUE -> value.getIntValue();
            case DOUBLE_VALUE -> number(value.getDoubleValue());
            case BYTES_VALUE ->
                Base64.getEncoder().encodeToString(value.getBytesValue().toByteArray());
            case ARRAY_VALUE -> list(value.getArrayValue().getValuesList());
            case KVLIST_VALUE -> map(value.getKvlistValue().getValuesList());
            default -> null;
        };
    }

    /** A string as it is, anything else as JSON. */
    static String text(AnyValue value) {
        return switch (value.getValueCase()) {
            case STRING_VALUE -> value.getStringValue();
            case BYTES_VALUE ->
                Base64.getEncoder().encodeToString(value.getBytesValue().toByteArray());
            case VALUE_NOT_SET -> "";
            default -> AttributesJson.writeValue(value(value));
        };
    }

    /** @throws InvalidLogEventException if a key occurs twice */
    static Map<String, @Nullable Object> map(List<KeyValue> values) {
        var map = new LinkedHashMap<String, @Nullable Object>();
        for (var entry : values) {
            if (map.containsKey(entry.getKey())) {
                throw new InvalidLogEventException("attributes." + entry.getKey(), "occurs twice");
            }
            map.put(entry.getKey(), value(entry.getValue()));
        }
        return map;
    }

    private static List<@Nullable Object> list(List<AnyValue> values) {
        var list = new ArrayList<@Nullable Object>(values.size());
        values.forEach(value -> list.add(value(value)));
        return list;
    }

    private static Object number(double number) {
        return Double.isFinite(number) ? (Object) number : Double.toString(number);
    }
}
