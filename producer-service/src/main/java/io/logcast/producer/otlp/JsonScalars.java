package io.logcast.producer.otlp;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.google.protobuf.Descriptors.Descriptor;
import com.google.protobuf.Descriptors.FieldDescriptor;
import io.logcast.producer.requests.RefusedException;
import io.opentelemetry.proto.collector.logs.v1.ExportLogsServiceRequest;
import java.io.IOException;
import java.util.HashSet;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Checks the texts, booleans and numbers of OTLP/JSON, including texts that stand for numbers. protobuf's reader turns a
 * number into a text, and expands an integer such as {@code 1e999999999}, which takes minutes and all memory.
 */
final class JsonScalars {

    /** Jackson's own limit, which holds for numbers that are not written as strings. */
    private static final int MAX_LENGTH = 1000;

    private static final Pattern LARGE_EXPONENT = Pattern.compile("[eE][+-]?\\d{5,}");
    private static final Set<String> NUMBERS = new HashSet<>();
    private static final Set<String> TEXTS = new HashSet<>();
    private static final Set<String> BOOLEANS = new HashSet<>();

    static {
        addFieldsOf(ExportLogsServiceRequest.getDescriptor(), new HashSet<>());
    }

    private JsonScalars() {}

    private static void addFieldsOf(Descriptor message, Set<Descriptor> seen) {
        if (!seen.add(message)) {
            return;
        }
        for (var field : message.getFields()) {
            switch (field.getJavaType()) {
                case MESSAGE -> addFieldsOf(field.getMessageType(), seen);
                case STRING, BYTE_STRING -> add(TEXTS, field);
                case BOOLEAN -> add(BOOLEANS, field);
                case INT, LONG, FLOAT, DOUBLE, ENUM -> add(NUMBERS, field);
            }
        }
    }

    private static void add(Set<String> names, FieldDescriptor field) {
        // Readers take both names.
        names.add(field.getName());
        names.add(field.getJsonName());
    }

    /** @throws RefusedException 400 if the parser's current value has the wrong type for its field */
    static void check(JsonParser parser) throws IOException {
        var field = field(parser);
        var token = parser.currentToken();
        if (field == null || token == JsonToken.VALUE_NULL) {
            return;
        }
        if (TEXTS.contains(field) && token != JsonToken.VALUE_STRING) {
            throw new RefusedException(RefusedException.BAD_REQUEST, field + " must be a string");
        }
        if (BOOLEANS.contains(field) && !token.isBoolean()) {
            throw new RefusedException(RefusedException.BAD_REQUEST, field + " must be true or false");
        }
        if (NUMBERS.contains(field)
                && (parser.getTextLength() > MAX_LENGTH
                        || LARGE_EXPONENT.matcher(parser.getText()).find())) {
            throw new RefusedException(
                    RefusedException.BAD_REQUEST,
                    "%s must be a number of at most %d characters, with an exponent of at most 4 digits"
                            .formatted(field, MAX_LENGTH));
        }
    }

    /** The field of the value, also within a list: protobuf's reader accepts a list of one element instead of the element. */
    private static @Nullable String field(JsonParser parser) {
        var context = parser.getParsingContext();
        while (context != null && context.inArray()) {
            context = context.getParent();
        }
        return context == null ? null : context.getCurrentName();
    }
}
