package io.logcast.cli.send;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import io.logcast.cli.files.Line;
import io.logcast.model.wire.Ids;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Turns lines into events. Their ids are UUIDv5 of the file and the line's offset, so a line that is sent again has the
 * same id. A JSON object is sent as it is, with such an id if it has none; anything else becomes the text of a message.
 */
final class EventEncoder {

    private static final JsonFactory FACTORY = new JsonFactory();

    private final boolean takesJson;

    /** @param takesJson whether lines that are JSON objects are events themselves */
    EventEncoder(boolean takesJson) {
        this.takesJson = takesJson;
    }

    /** Whether a JSON object has a UUID as its id. */
    private enum Kind {
        WITH_ID,
        WITHOUT_ID
    }

    /** The events of a line: several if it is too long for one. */
    List<EventLine> encode(String file, Line line) {
        var name = "logcast-cli:" + file + "#" + line.offset();
        var kind = takesJson ? kind(line.text()) : null;
        if (kind == Kind.WITH_ID) {
            return List.of(new EventLine(line.offset(), line.text()));
        }
        if (kind == Kind.WITHOUT_ID) {
            return List.of(new EventLine(line.offset(), withId(line.text(), name)));
        }
        var parts = MessageParts.of(line.text());
        var events = new ArrayList<EventLine>(parts.size());
        for (int i = 0; i < parts.size(); i++) {
            events.add(new EventLine(line.offset(), message(parts.get(i), name, i, parts.size())));
        }
        return events;
    }

    /** Null if it is not a JSON object. */
    private static @Nullable Kind kind(byte[] text) {
        if (text[first(text)] != '{') {
            return null;
        }
        try (var parser = FACTORY.createParser(text)) {
            var kind = Kind.WITHOUT_ID;
            parser.nextToken();
            while (parser.nextToken() == JsonToken.FIELD_NAME) {
                var isId = parser.currentName().equalsIgnoreCase("id");
                if (parser.nextToken() == JsonToken.VALUE_STRING && isId && isUuid(parser)) {
                    kind = Kind.WITH_ID;
                }
                parser.skipChildren();
            }
            return parser.nextToken() == null ? kind : null;
        } catch (JsonProcessingException e) {
            return null;
        } catch (IOException e) {
            // Not UTF-8.
            return null;
        }
    }

    private static boolean isUuid(JsonParser parser) throws IOException {
        try {
            Ids.parse(parser.getText());
            return true;
        } catch (IllegalArgumentException e) {
            return false;
        }
    }

    /** The id goes first, so that it wins over an "id" that is not a UUID, which becomes an attribute. */
    private static byte[] withId(byte[] object, String name) {
        var start = first(object) + 1;
        var out = new ByteArrayOutputStream(object.length + 64);
        out.writeBytes(("{\"id\":\"" + Ids.named(name) + '"').getBytes(StandardCharsets.US_ASCII));
        var next = start;
        while (object[next] == ' ' || object[next] == '\t' || object[next] == '\r') {
            next++;
        }
        if (object[next] != '}') {
            out.write(',');
        }
        out.write(object, start, object.length - start);
        return out.toByteArray();
    }

    private static byte[] message(String text, String name, int part, int parts) {
        var out = new ByteArrayOutputStream(text.length() + 128);
        try (var json = FACTORY.createGenerator(out)) {
            json.writeStartObject();
            json.writeStringField(
                    "id", Ids.named(part == 0 ? name : name + "+" + part).toString());
            json.writeStringField("message", text);
            if (parts > 1) {
                json.writeObjectFieldStart("attributes");
                json.writeNumberField("log.part", part + 1);
                json.writeEndObject();
            }
            json.writeEndObject();
        } catch (IOException e) {
            throw new UncheckedIOException("writing to memory cannot fail", e);
        }
        return out.toByteArray();
    }

    /** The first byte that is not a blank; every line has one. */
    private static int first(byte[] text) {
        var first = 0;
        while (first < text.length - 1 && (text[first] == ' ' || text[first] == '\t')) {
            first++;
        }
        return first;
    }
}
