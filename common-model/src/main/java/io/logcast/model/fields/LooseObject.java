package io.logcast.model.fields;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import io.logcast.model.event.LogEvent;
import io.logcast.model.fields.FieldNames.Name;
import io.logcast.model.wire.Json;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.BiFunction;
import org.jspecify.annotations.Nullable;

/** The fields of one JSON object, from which those of a log event are taken. The rest become attributes. */
final class LooseObject {

    private final List<Entry> entries = new ArrayList<>();
    private final Map<String, List<Entry>> byName = new HashMap<>();

    private LooseObject() {}

    /** One field. */
    static final class Entry {

        final String name;
        final @Nullable Object value;
        /** A number as it was written. */
        final @Nullable String digits;

        private final @Nullable Entry outer;
        private boolean isTaken;

        private Entry(String name, @Nullable Object value, @Nullable String digits, @Nullable Entry outer) {
            this.name = name;
            this.value = value;
            this.digits = digits;
            this.outer = outer;
        }

        /** Marks it as a field of the event, so that it does not become an attribute. */
        void take() {
            isTaken = true;
            if (outer != null && outer.value instanceof Map<?, ?> map) {
                map.remove(name);
                outer.isTaken = map.isEmpty();
            }
        }
    }

    /** The value found for a field. */
    record Found<T>(T value, Entry entry) {}

    static LooseObject read(byte[] json, int offset, int length) {
        return Json.object(json, offset, length, parser -> {
            var object = new LooseObject();
            while (parser.nextToken() == JsonToken.FIELD_NAME) {
                object.add(parser.currentName(), parser, parser.nextToken());
            }
            return object;
        });
    }

    static LooseObject of(Map<String, @Nullable Object> fields) {
        var object = new LooseObject();
        object.addAll(fields);
        return object;
    }

    /** Adds fields after its own. */
    void addAll(Map<String, @Nullable Object> fields) {
        fields.forEach((name, value) -> add(
                name.toLowerCase(Locale.ROOT),
                new Entry(name, value, value instanceof Number number ? number.toString() : null, null)));
    }

    private void add(String key, Entry entry) {
        entries.add(entry);
        byName.computeIfAbsent(key, unknown -> new ArrayList<>(1)).add(entry);
    }

    private void add(String name, JsonParser parser, JsonToken token) throws IOException {
        var key = name.toLowerCase(Locale.ROOT);
        // The object "attributes" is not an attribute itself.
        var isAttributes = key.equals("attributes") && token == JsonToken.START_OBJECT;
        var levels = isAttributes ? LogEvent.MAX_DEPTH : LogEvent.MAX_DEPTH - 1;
        var digits = token.isNumeric() ? parser.getText() : null;
        add(key, new Entry(name, LooseValues.read(parser, token, levels), digits, null));
    }

    boolean has(String key) {
        return byName.containsKey(key);
    }

    /** The fields that were not taken, in order. */
    List<Entry> rest() {
        return entries.stream().filter(entry -> !entry.isTaken).toList();
    }

    /**
     * The first value that can be read.
     *
     * @param reading reads an entry under that name; null if the entry is not usable
     */
    <T> @Nullable Found<T> find(FieldNames field, BiFunction<String, Entry, @Nullable T> reading) {
        for (var name : field.all()) {
            for (var entry : named(name)) {
                var value = reading.apply(name.text(), entry);
                if (value != null) {
                    return new Found<>(value, entry);
                }
            }
        }
        return null;
    }

    /** The same, and takes it. */
    <T> @Nullable T take(FieldNames field, BiFunction<String, Entry, @Nullable T> reading) {
        var found = find(field, reading);
        if (found == null) {
            return null;
        }
        found.entry.take();
        return found.value;
    }

    private List<Entry> named(Name name) {
        var flat = byName.getOrDefault(name.key(), List.of());
        var outer = name.outer() == null ? null : byName.get(name.outer());
        if (outer == null) {
            return flat;
        }
        var all = new ArrayList<>(flat);
        for (var entry : outer) {
            if (entry.value instanceof Map<?, ?> map) {
                map.forEach((inner, value) -> {
                    if (name.inner().equalsIgnoreCase((String) inner)) {
                        all.add(new Entry((String) inner, value, null, entry));
                    }
                });
            }
        }
        return all;
    }
}
