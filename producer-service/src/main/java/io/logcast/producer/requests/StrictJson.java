package io.logcast.producer.requests;

import com.fasterxml.jackson.core.ErrorReportConfiguration;
import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonFactoryBuilder;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import io.logcast.model.wire.JsonFault;
import io.logcast.model.wire.Utf8;
import java.io.IOException;
import java.util.Optional;

/**
 * Checks what the libraries' readers do not: one JSON value in UTF-8, not nested too deep, no name twice in one object.
 */
public final class StrictJson {

    private static final JsonFactory FACTORY = ((JsonFactoryBuilder) JsonFactory.builder())
            .streamReadConstraints(
                    StreamReadConstraints.builder().maxNestingDepth(64).build())
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            // Quotes of the input would end up in logs.
            .disable(StreamReadFeature.INCLUDE_SOURCE_IN_LOCATION)
            .errorReportConfiguration(
                    ErrorReportConfiguration.builder().maxErrorTokenLength(0).build())
            .disable(JsonFactory.Feature.CHARSET_DETECTION)
            .disable(JsonFactory.Feature.INTERN_FIELD_NAMES)
            .disable(JsonFactory.Feature.FAIL_ON_SYMBOL_HASH_OVERFLOW)
            .build();

    private StrictJson() {}

    /** The index where the JSON begins, after a byte order mark. */
    public static int start(byte[] json) {
        return Utf8.markLength(json, 0, json.length);
    }

    /** A parser of a part of the bytes; it refuses the same as {@link #elements}, with an exception of Jackson's. */
    public static JsonParser parser(byte[] json, int offset, int length) throws IOException {
        var mark = Utf8.markLength(json, offset, length);
        return FACTORY.createParser(json, offset + mark, length - mark);
    }

    /** The text, if the bytes are just a JSON string. */
    public static Optional<String> string(byte[] json) {
        try (var parser = parser(json, 0, json.length)) {
            if (parser.nextToken() == JsonToken.VALUE_STRING) {
                var text = parser.getText();
                return parser.nextToken() == null ? Optional.of(text) : Optional.empty();
            }
        } catch (IOException e) {
            // Not JSON at all.
        }
        return Optional.empty();
    }

    /** Checks a text, number, boolean or null. */
    public interface ScalarCheck {

        /**
         * @param parser at the value
         * @throws RefusedException if it is refused
         */
        void accept(JsonParser parser) throws IOException;
    }

    /**
     * Reads everything and keeps nothing.
     *
     * @return how many objects, lists and other values it has, at every depth
     * @throws RefusedException 400 saying why it is not JSON
     */
    public static int elements(byte[] json) {
        return elements(json, scalar -> {});
    }

    /** The same, and checks each value that is neither an object nor a list. */
    public static int elements(byte[] json, ScalarCheck check) {
        try (var parser = parser(json, 0, json.length)) {
            if (parser.nextToken() == null) {
                throw notJson("it is empty");
            }
            var elements = 0;
            var depth = 0;
            do {
                var token = parser.currentToken();
                if (token.isStructStart()) {
                    depth++;
                } else if (token.isStructEnd()) {
                    depth--;
                } else if (token.isScalarValue()) {
                    check.accept(parser);
                }
                if (token.isStructStart() || token.isScalarValue()) {
                    elements++;
                }
            } while (depth > 0 && parser.nextToken() != null);
            if (parser.nextToken() != null) {
                throw notJson("something follows it");
            }
            return elements;
        } catch (JsonProcessingException e) {
            throw notJson(JsonFault.describe(e));
        } catch (IOException e) {
            // The bytes are the only input, so the failure is about their encoding.
            throw notJson("it is not UTF-8");
        }
    }

    private static RefusedException notJson(String why) {
        return new RefusedException(RefusedException.BAD_REQUEST, "The body is not JSON: " + why);
    }
}
