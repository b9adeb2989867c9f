package io.logcast.model.wire;

import com.fasterxml.jackson.core.JsonProcessingException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The attributes of an event as a JSON object, as the database stores them. */
public final class AttributesJson {

    private AttributesJson() {}

    /** The attributes as a JSON object. */
    public static String write(Map<String, @Nullable Object> attributes) {
        return attributes.isEmpty() ? "{}" : writeValue(attributes);
    }

    /** One value, of a type that an attribute may have, as JSON. */
    public static String writeValue(@Nullable Object value) {
        return new String(LogEventWriter.json(value), StandardCharsets.UTF_8);
    }

    /** @throws MalformedJsonException if it is not JSON */
    public static Map<String, @Nullable Object> read(String json) {
        var bytes = json.getBytes(StandardCharsets.UTF_8);
        try (var parser = Json.parser(bytes, 0, bytes.length)) {
            return AttributesReader.read(parser, parser.nextToken());
        } catch (JsonProcessingException e) {
            throw new MalformedJsonException(JsonFault.describe(e), e);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
