package io.logcast.model.wire;

import com.fasterxml.jackson.core.ErrorReportConfiguration;
import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonFactoryBuilder;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.core.StreamWriteFeature;
import java.io.IOException;
import java.io.OutputStream;
import java.util.regex.Pattern;

/** Parsers and generators of the one JSON factory, whose bounds no legal event reaches. */
final class Json {

    private static final JsonFactory FACTORY = ((JsonFactoryBuilder) JsonFactory.builder())
            .streamReadConstraints(StreamReadConstraints.builder()
                    .maxNestingDepth(20)
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
            // The names of attributes are the clients': they neither fill the JVM's string pool nor break the parser.
            .disable(JsonFactory.Feature.INTERN_FIELD_NAMES)
            .disable(JsonFactory.Feature.FAIL_ON_SYMBOL_HASH_OVERFLOW)
            // The JDK's own digits of a double changed in 19, and the content hash would change with them.
            .enable(StreamWriteFeature.USE_FAST_DOUBLE_WRITER)
            .enable(StreamReadFeature.USE_FAST_DOUBLE_PARSER)
            .build();

    private static final int MAX_SHOWN = 256;
    private static final Pattern UNPRINTABLE = Pattern.compile("[\\p{Cntrl}\\p{Cs}]");

    private Json() {}

    /** @throws MalformedJsonException if the bytes are no UTF-8 for a reason that the parser itself overlooks */
    static JsonParser parser(byte[] json, int offset, int length) throws IOException {
        refuseOverlongUtf8(json, offset, offset + length);
        var mark = Utf8.markLength(json, offset, length);
        return FACTORY.createParser(json, offset + mark, length - mark);
    }

    static JsonGenerator generator(OutputStream out) throws IOException {
        // Without a separator, since JSON lines end theirs themselves.
        return FACTORY.createGenerator(out).setRootValueSeparator(null);
    }

    /** A name that the client chose, fit for an answer and a log. */
    static String shown(String name) {
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

    /** Whether the character has a shorter form; a byte that continues a character is never taken for a first one. */
    private static boolean isOverlong(int first, int second) {
        return first == 0xC0 || first == 0xC1 || (first == 0xE0 && second < 0xA0) || (first == 0xF0 && second < 0x90);
    }
}
