package io.logcast.producer.loki;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import io.logcast.model.fields.LooseValues;
import io.logcast.producer.requests.RefusedException;
import io.logcast.producer.requests.StrictJson;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Reads {@code {"streams":[{"stream":{labels},"values":[["nanoseconds","line",{metadata}]]}]}}. */
final class JsonPush implements PushReading {

    private static final byte[] NOTHING = {};
    /** How deep structured metadata may be nested: its values should be texts, but not all clients keep to that. */
    private static final int LEVELS = 7;

    private final List<PushedEntry> entries = new ArrayList<>();
    private byte[] json = NOTHING;

    @Override
    public int elements(byte[] body) {
        json = body;
        return StrictJson.elements(body);
    }

    @Override
    public List<PushedEntry> entries() {
        try (var parser = StrictJson.parser(json, 0, json.length)) {
            parser.nextToken();
            object(parser, "the body", name -> {
                if (name.equals("streams")) {
                    list(parser, "streams", () -> readStream(parser));
                } else {
                    parser.skipChildren();
                }
            });
            return entries;
        } catch (IOException e) {
            throw new UncheckedIOException("StrictJson has read it before", e);
        }
    }

    private void readStream(JsonParser parser) throws IOException {
        var stream = new PushedStream();
        object(parser, "a stream", name -> {
            switch (name) {
                case "stream" ->
                    object(parser, "stream", label -> stream.add(label, scalar(parser, "the label " + label)));
                case "values" -> list(parser, "values", () -> readEntry(parser, stream));
                default -> parser.skipChildren();
            }
        });
    }

    private void readEntry(JsonParser parser, PushedStream stream) throws IOException {
        if (parser.currentToken() != JsonToken.START_ARRAY) {
            throw PushReading.malformed("an entry must be a list of time, line and metadata");
        }
        parser.nextToken();
        var time = scalar(parser, "an entry's time");
        parser.nextToken();
        var line = scalar(parser, "an entry's line");
        var metadata = new LinkedHashMap<String, @Nullable Object>();
        if (parser.nextToken() != JsonToken.END_ARRAY) {
            readMetadata(parser, metadata);
            while (parser.nextToken() != JsonToken.END_ARRAY) {
                parser.skipChildren();
            }
        }
        entries.add(new PushedEntry(stream, time, line, metadata));
    }

    private static void readMetadata(JsonParser parser, Map<String, @Nullable Object> metadata) throws IOException {
        if (parser.currentToken() != JsonToken.VALUE_NULL) {
            object(
                    parser,
                    "an entry's metadata",
                    name -> metadata.put(name, LooseValues.read(parser, parser.currentToken(), LEVELS)));
        }
    }

    private interface FieldReader {

        /** The parser is at the value. */
        void read(String name) throws IOException;
    }

    private static void object(JsonParser parser, String what, FieldReader reader) throws IOException {
        if (parser.currentToken() != JsonToken.START_OBJECT) {
            throw PushReading.malformed(what + " must be an object");
        }
        while (parser.nextToken() != JsonToken.END_OBJECT) {
            var name = parser.currentName();
            parser.nextToken();
            reader.read(name);
        }
    }

    private interface ElementReader {

        /** The parser is at the element. */
        void read() throws IOException;
    }

    private static void list(JsonParser parser, String what, ElementReader reader) throws IOException {
        if (parser.currentToken() == JsonToken.VALUE_NULL) {
            return;
        }
        if (parser.currentToken() != JsonToken.START_ARRAY) {
            throw PushReading.malformed(what + " must be a list");
        }
        while (parser.nextToken() != JsonToken.END_ARRAY) {
            reader.read();
        }
    }

    /** @throws RefusedException 400 if it is missing, an object or a list */
    private static String scalar(JsonParser parser, String what) throws IOException {
        if (!parser.currentToken().isScalarValue()) {
            throw PushReading.malformed(what + " must be a text");
        }
        return parser.getText();
    }
}
