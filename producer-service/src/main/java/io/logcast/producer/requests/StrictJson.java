package io.logcast.producer.requests;

import com.fasterxml.jackson.core.ErrorReportConfiguration;
import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonFactoryBuilder;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import java.io.IOException;

/** What readers of others are not strict about: one JSON value in UTF-8, not too deep, no name twice in one object. */
public final class StrictJson {

    /** Its parsers refuse the same, with an exception of Jackson's. */
    public static final JsonFactory FACTORY = ((JsonFactoryBuilder) JsonFactory.builder())
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

    /** What is asked of a text, number, boolean or null. */
    public interface ScalarCheck {

        /**
         * @param parser at the value
         * @throws RefusedException if it is refused
         */
        void accept(JsonParser parser) throws IOException;
    }

    /**
     * Reads all of it, without keeping anything.
     *
     * @return how many objects, lists, and other values it has, at every depth
     * @throws RefusedException 400 saying why it is not
     */
    public static int elements(byte[] json) {
        return elements(json, scalar -> {});
    }

    /** The same, and checks each value that is no object and no list. */
    public static int elements(byte[] json, ScalarCheck check) {
        try (var parser = FACTORY.createParser(json)) {
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
                throw notJson("something is behind it");
            }
            return elements;
        } catch (JsonProcessingException e) {
            throw notJson(e.getOriginalMessage());
        } catch (IOException e) {
            // There is no input but the bytes themselves, so this is about their encoding.
            throw notJson(String.valueOf(e.getMessage()));
        }
    }

    private static RefusedException notJson(String why) {
        return new RefusedException(RefusedException.BAD_REQUEST, "The body is not JSON: " + why);
    }
}
