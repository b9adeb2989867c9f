package io.logcast.model.wire;

import com.fasterxml.jackson.core.JsonGenerator;
import io.logcast.model.event.LogEvent;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Writes log events as JSON, without insignificant white space. Absent fields are left out. */
public final class LogEventWriter {

    private static final int INITIAL_BYTES = 512;

    private LogEventWriter() {}

    /** One event as one JSON object, without a line break. */
    public static byte[] json(LogEvent event) {
        return write(generator -> write(generator, event));
    }

    /** An attribute's value alone, or an object of all attributes. */
    static byte[] json(@Nullable Object value) {
        return write(generator -> writeValue(generator, value));
    }

    /** The events as JSON lines (<a href="https://github.com/ndjson/ndjson-spec">NDJSON</a>), each with its line feed. */
    public static byte[] jsonLines(List<LogEvent> events) {
        var lines = new ByteArrayOutputStream(INITIAL_BYTES);
        events.forEach(event -> appendLine(lines, event));
        return lines.toByteArray();
    }

    /** What the client sent, in a fixed order: without id and observed timestamp, attributes sorted by name. */
    static byte[] canonicalContent(LogEvent event) {
        return write(generator -> {
            generator.writeStartObject();
            writeContent(generator, event, sorted(event.attributes()));
            generator.writeEndObject();
        });
    }

    private static Map<String, @Nullable Object> sorted(Map<?, ?> map) {
        var sorted = new TreeMap<String, @Nullable Object>();
        map.forEach((key, value) -> sorted.put((String) key, sortedWithin(value)));
        return sorted;
    }

    private static @Nullable Object sortedWithin(@Nullable Object value) {
        if (value instanceof Map<?, ?> map) {
            return sorted(map);
        }
        if (value instanceof List<?> list) {
            var elements = new ArrayList<@Nullable Object>(list.size());
            list.forEach(element -> elements.add(sortedWithin(element)));
            return elements;
        }
        return value;
    }

    private interface Body {
        void writeTo(JsonGenerator generator) throws IOException;
    }

    /** Appends the event as one JSON line. */
    static void appendLine(ByteArrayOutputStream lines, LogEvent event) {
        write(lines, generator -> write(generator, event));
        lines.write('\n');
    }

    private static byte[] write(Body body) {
        var bytes = new ByteArrayOutputStream(INITIAL_BYTES);
        write(bytes, body);
        return bytes.toByteArray();
    }

    private static void write(OutputStream out, Body body) {
        try (var generator = Json.generator(out)) {
            body.writeTo(generator);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Writes the event as one object to a generator. */
    public static void write(JsonGenerator generator, LogEvent event) throws IOException {
        generator.writeStartObject();
        write(generator, Field.ID, event.id().toString());
        write(generator, Field.OBSERVED_TIMESTAMP, Timestamps.format(event.observedTimestamp()));
        writeContent(generator, event, event.attributes());
        generator.writeEndObject();
    }

    private static void writeContent(JsonGenerator generator, LogEvent event, Map<String, @Nullable Object> attributes)
            throws IOException {
        if (event.timestamp() != null) {
            write(generator, Field.TIMESTAMP, Timestamps.format(event.timestamp()));
        }
        write(generator, Field.SEVERITY, event.severity().name());
        write(generator, Field.SOURCE, event.source());
        write(generator, Field.MESSAGE, event.message());
        if (!attributes.isEmpty()) {
            generator.writeFieldName(Field.ATTRIBUTES.encodedName());
            writeValue(generator, attributes);
        }
        if (event.traceId() != null) {
            write(generator, Field.TRACE_ID, event.traceId());
        }
        if (event.spanId() != null) {
            write(generator, Field.SPAN_ID, event.spanId());
        }
    }

    private static void write(JsonGenerator generator, Field field, String value) throws IOException {
        generator.writeFieldName(field.encodedName());
        generator.writeString(value);
    }

    private static void writeValue(JsonGenerator generator, @Nullable Object value) throws IOException {
        if (value instanceof Map<?, ?> map) {
            generator.writeStartObject();
            for (var entry : map.entrySet()) {
                generator.writeFieldName((String) entry.getKey());
                writeValue(generator, entry.getValue());
            }
            generator.writeEndObject();
        } else if (value instanceof List<?> list) {
            generator.writeStartArray();
            for (var element : list) {
                writeValue(generator, element);
            }
            generator.writeEndArray();
        } else if (value instanceof Long number) {
            generator.writeNumber(number);
        } else if (value instanceof Double number) {
            generator.writeNumber(number);
        } else if (value instanceof Boolean flag) {
            generator.writeBoolean(flag);
        } else if (value instanceof String text) {
            generator.writeString(text);
        } else {
            generator.writeNull();
        }
    }
}
