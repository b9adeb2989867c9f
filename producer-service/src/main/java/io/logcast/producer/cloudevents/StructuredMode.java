package io.logcast.producer.cloudevents;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import io.logcast.model.event.InvalidLogEventException;
import io.logcast.model.wire.Json;
import io.logcast.producer.requests.StrictJson;
import java.io.IOException;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Reads one event of the <a
 * href="https://github.com/cloudevents/spec/blob/v1.0.2/cloudevents/formats/json-format.md">JSON format</a>. Its data is kept
 * as JSON, and numbers keep all their digits.
 */
final class StructuredMode {

    private static final String DATA = "data";
    private static final String DATA_BASE64 = "data_base64";

    private final JsonParser parser;
    private final Map<String, Object> attributes = new LinkedHashMap<>();
    private @Nullable String text;
    private boolean isText;
    private byte @Nullable [] bytes;

    private StructuredMode(JsonParser parser) {
        this.parser = parser;
    }

    /**
     * The event of a part of the bytes.
     *
     * @param json already checked by {@link StrictJson}
     * @throws InvalidLogEventException naming the attribute that breaks its rule
     */
    static CloudEvent read(byte[] json, int offset, int length) throws IOException {
        try (var parser = StrictJson.parser(json, offset, length)) {
            return new StructuredMode(parser).event();
        }
    }

    private CloudEvent event() throws IOException {
        if (parser.nextToken() != JsonToken.START_OBJECT) {
            throw new InvalidLogEventException("body", "must be a JSON object: one CloudEvent");
        }
        while (parser.nextToken() == JsonToken.FIELD_NAME) {
            var name = parser.currentName();
            // Null means absent.
            if (parser.nextToken() != JsonToken.VALUE_NULL) {
                read(name);
            }
        }
        if (text != null && bytes != null) {
            throw CloudEvent.refused(DATA_BASE64, "must not be used together with data");
        }
        var event = new CloudEvent(attributes, text, bytes);
        if (text != null && !isText && !event.hasJson()) {
            throw CloudEvent.refused(DATA, "must be a string, since datacontenttype is not JSON");
        }
        return event;
    }

    private void read(String name) throws IOException {
        switch (name) {
            case DATA -> {
                isText = parser.currentToken() == JsonToken.VALUE_STRING;
                text = isText ? parser.getText() : Json.text(parser);
            }
            case DATA_BASE64 -> bytes = decoded();
            default -> attributes.put(name, attribute(name));
        }
    }

    private Object attribute(String name) throws IOException {
        return switch (parser.currentToken()) {
            case VALUE_STRING -> parser.getText();
            case VALUE_TRUE -> true;
            case VALUE_FALSE -> false;
            case VALUE_NUMBER_INT -> integer(name);
            default -> throw CloudEvent.refused(name, "must be a string, an integer or a boolean");
        };
    }

    private long integer(String name) throws IOException {
        if (parser.getNumberType() == JsonParser.NumberType.BIG_INTEGER) {
            throw CloudEvent.refused(name, "must be an integer of at most 64 bits");
        }
        return parser.getLongValue();
    }

    private byte[] decoded() throws IOException {
        try {
            if (parser.currentToken() == JsonToken.VALUE_STRING) {
                return Base64.getDecoder().decode(parser.getText());
            }
        } catch (IllegalArgumentException e) {
            // Falls through to the refusal below.
        }
        throw CloudEvent.refused(DATA_BASE64, "must be a string in Base64");
    }
}
