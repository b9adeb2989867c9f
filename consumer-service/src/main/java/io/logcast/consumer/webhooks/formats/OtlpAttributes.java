package io.logcast.consumer.webhooks.formats;

import io.opentelemetry.proto.common.v1.AnyValue;
import io.opentelemetry.proto.common.v1.ArrayValue;
import io.opentelemetry.proto.common.v1.KeyValue;
import io.opentelemetry.proto.common.v1.KeyValueList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * The attributes of an event. Callers take them out one by one, for the attributes and fields of its resource, scope
 * and record. The producer keeps the attributes of all three under their own names. If two have the same name, the
 * record's attribute keeps it, and the other's gets the prefix {@code scope.} or {@code resource.}.
 */
final class OtlpAttributes {

    private static final String OF_RESOURCE = "resource.";
    private static final String OF_SCOPE = "scope.";

    /** What OpenTelemetry's semantic conventions define for resources only. */
    private static final List<String> RESOURCE_NAMES = List.of(
            "service.",
            "telemetry.",
            "deployment.",
            "host.",
            "os.",
            "container.",
            "k8s.",
            "cloud.",
            "process.runtime.");

    private final Map<String, @Nullable Object> all;
    private final Map<String, @Nullable Object> rest;

    OtlpAttributes(Map<String, @Nullable Object> attributes) {
        this.all = attributes;
        this.rest = new LinkedHashMap<>(attributes);
    }

    /** The attributes of the resource, by their names there. */
    Map<String, @Nullable Object> takeResource() {
        return take(this::nameInResource);
    }

    /** The attributes that can be recognised as the scope's, by their names there. */
    Map<String, @Nullable Object> takeScope() {
        return take(name -> nameBehind(OF_SCOPE, name));
    }

    /** What was not taken. */
    Map<String, @Nullable Object> rest() {
        return rest;
    }

    void putIfAbsent(String name, String value) {
        if (!all.containsKey(name)) {
            rest.put(name, value);
        }
    }

    /** The text; empty if there is none. */
    String takeText(String name) {
        if (rest.get(name) instanceof String text) {
            rest.remove(name);
            return text;
        }
        return "";
    }

    /** The attribute as an unsigned 32-bit number; 0 if it is not one. */
    int takeUnsigned(String name) {
        if (rest.get(name) instanceof Long number && number >>> Integer.SIZE == 0) {
            rest.remove(name);
            return number.intValue();
        }
        return 0;
    }

    /** @param nameThere gives the attribute's name in the resource or scope; null for an attribute that stays */
    private Map<String, @Nullable Object> take(Function<String, @Nullable String> nameThere) {
        var taken = new LinkedHashMap<String, @Nullable Object>();
        all.forEach((name, value) -> {
            var there = nameThere.apply(name);
            if (there != null) {
                taken.put(there, value);
                rest.remove(name);
            }
        });
        return taken;
    }

    private @Nullable String nameInResource(String name) {
        if (RESOURCE_NAMES.stream().anyMatch(name::startsWith)) {
            // Then the resource has another value, and this one is the record's.
            return all.containsKey(OF_RESOURCE + name) ? null : name;
        }
        return nameBehind(OF_RESOURCE, name);
    }

    /** The name without the prefix, if an attribute with that name is the reason for the prefix; otherwise null. */
    private @Nullable String nameBehind(String prefix, String name) {
        var behind = name.startsWith(prefix) ? name.substring(prefix.length()) : "";
        return all.containsKey(behind) ? behind : null;
    }

    static KeyValue keyValue(String name, @Nullable Object value) {
        return KeyValue.newBuilder().setKey(name).setValue(anyValue(value)).build();
    }

    private static AnyValue anyValue(@Nullable Object value) {
        var any = AnyValue.newBuilder();
        if (value instanceof String text) {
            any.setStringValue(text);
        } else if (value instanceof Boolean flag) {
            any.setBoolValue(flag);
        } else if (value instanceof Long number) {
            any.setIntValue(number);
        } else if (value instanceof Double number) {
            any.setDoubleValue(number);
        } else if (value instanceof List<?> list) {
            var array = ArrayValue.newBuilder();
            list.forEach(element -> array.addValues(anyValue(element)));
            any.setArrayValue(array);
        } else if (value instanceof Map<?, ?> map) {
            var entries = KeyValueList.newBuilder();
            map.forEach((key, element) -> entries.addValues(keyValue((String) key, element)));
            any.setKvlistValue(entries);
        }
        return any.build();
    }
}
