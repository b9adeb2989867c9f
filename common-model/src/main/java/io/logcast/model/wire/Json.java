package io.logcast.model.wire;

import com.fasterxml.jackson.core.ErrorReportConfiguration;
import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonFactoryBuilder;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.core.StreamWriteFeature;
import com.fasterxml.jackson.core.exc.StreamConstraintsException;
import io.logcast.model.event.InvalidLogEventException;
import java.io.IOException;
import java.io.OutputStream;
import java.io.StringWriter;
import java.util.regex.Pattern;

/** Parsers and generators of one JSON factory. No legal event reaches its bounds. */
public final class Json {

    private static final JsonFactory FACTORY = ((JsonFactoryBuilder) JsonFactory.builder())
            .streamReadConstraints(StreamReadConstraints.builder()
                    // Values that are nested deeper than an event may be are read as text.
                    .maxNestingDepth(1000)
                    .maxNameLength(1024)
                    .maxNumberLength(400)
                    .maxStringLength(1024 * 1024)
                    // Twice the bytes that attributes may have, each of which may be a value.
                    .maxTokenCount(128 * 1024)
                    .build())
            // Quotes of the input would end up in logs.
            .disable(StreamReadFeature.INCLUDE_SOURCE_IN_LOCATION)
            .errorReportConfiguration(
                    ErrorReportConfiguration.builder().maxErrorTokenLength(0).build())
            // JSON is UTF-8; UTF-16 could not be cut into lines.
            .disable(JsonFactory.Feature.CHARSET_DETECTION)
            // Clients choose the names of attributes: they must neither fill the JVM's string pool nor break the
            // parser.
            .disable(JsonFactory.Feature.INTERN_FIELD_NAMES)
            .disable(JsonFactory.Feature.FAIL_ON_SYMBOL_HASH_OVERFLOW)
            // JDK 19 changed how doubles are written; the content hash must not change with the JDK.
            .enable(StreamWriteFeature.USE_FAST_DOUBLE_WRITER)
            .enable(StreamReadFeature.USE_FAST_DOUBLE_PARSER)
            .build();

    private static final int MAX_SHOWN = 256;
    private static final Pattern UNPRINTABLE = Pattern.compile("[\\p{Cntrl}\\p{Cs}]");

    private Json() {}

    /** @throws MalformedJsonException if the bytes are overlong UTF-8, which the parser does not notice */
    static JsonParser parser(byte[] json, int offset, int length) throws IOException {
        refuseOverlongUtf8(json, offset, offset + length);
        var mark = Utf8.markLength(json, offset, length);
        return FACTORY.createParser(json, offset + mark, length - mark);
    }

    static JsonGenerator generator(OutputStream out) throws IOException {
        // Without a separator, since JSON lines end theirs themselves.
        return FACTORY.createGenerator(out).setRootValueSeparator(null);
    }

    /** Reads the fields of an object. */
    public interface ObjectReader<T> {

        /**
         * Reads all of it.
         *
         * @param parser at the beginning of the object
         */
        T read(JsonParser parser) throws IOException;
    }

    /**
     * Reads a part of the bytes, which is one object.
     *
     * @throws InvalidLogEventException if it is not an object, or a value is too large to be read
     * @throws MalformedJsonException if it is not JSON
     */
    public static <T> T object(byte[] json, int offset, int length, ObjectReader<T> reader) {
        try (var parser = parser(json, offset, length)) {
            var first = parser.nextToken();
            if (first == null) {
                throw new MalformedJsonException("it is empty");
            }
            if (first != JsonToken.START_OBJECT) {
                throw new InvalidLogEventException("body", "must be a JSON object");
            }
            var object = read(parser, reader);
            if (parser.nextToken() != null) {
                throw new InvalidLogEventException("body", "must be one JSON object, with nothing after it");
            }
            return object;
        } catch (JsonProcessingException e) {
            throw new MalformedJsonException(JsonFault.describe(e), e);
        } catch (IOException e) {
            // The bytes are the only input, so the failure is about their encoding.
            throw new MalformedJsonException("it is not UTF-8", e);
        }
    }

    private static <T> T read(JsonParser parser, ObjectReader<T> reader) throws IOException {
        try {
            return reader.read(parser);
        } catch (StreamConstraintsException e) {
            throw new InvalidLogEventException(
                    shown(currentField(parser)),
                    "has a text, a name or a number that is too long, or too many or too deeply nested values");
        }
    }

    /** The name of the field at which the parser is, at any depth. */
    private static String currentField(JsonParser parser) {
        var field = "body";
        for (var at = parser.getParsingContext(); at != null; at = at.getParent()) {
            field = at.hasCurrentName() ? at.getCurrentName() : field;
        }
        return field;
    }

    /**
     * The value at which the parser is, as JSON: without insignificant white space, and numbers keep all their digits.
     * Half a surrogate pair is kept, so that a later check of the text can name its field.
     */
    public static String text(JsonParser parser) throws IOException {
        var json = new StringWriter();
        try (var out = FACTORY.createGenerator(json)) {
            var depth = 0;
            do {
                var token = parser.currentToken();
                depth += token.isStructStart() ? 1 : token.isStructEnd() ? -1 : 0;
                if (token.isNumeric()) {
                    out.writeNumber(parser.getText());
                } else {
                    out.copyCurrentEvent(parser);
                }
            } while (depth > 0 && parser.nextToken() != null);
        }
        return json.toString();
    }

    /** A name that the client chose, made safe for answers and logs. */
    public static String shown(String name) {
        var start = name.length() <= MAX_SHOWN ? name : name.substring(0, MAX_SHOWN) + "…";
        return UNPRINTABLE.matcher(start).replaceAll("?");
    }

    private static void refuseOverlongUtf8(byte[] text, int start, int end) {
        for (int i = start; i < end - 1; i++) {
            if (text[i] < 0 && isOverlong(text[i] & 0xFF, text[i + 1] & 0xFF)) {
                throw new MalformedJsonException("not UTF-8: byte %d starts an overlong form".formatted(i - start + 1));
            }
        }
    }

    /** Whether the character has a shorter form. A byte that continues a character is never mistaken for a first one. */
    private static boolean isOverlong(int first, int second) {
        return first == 0xC0 || first == 0xC1 || (first == 0xE0 && second < 0xA0) || (first == 0xF0 && second < 0x90);
    }
}
