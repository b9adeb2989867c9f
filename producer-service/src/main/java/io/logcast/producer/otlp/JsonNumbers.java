package io.logcast.producer.otlp;

import com.fasterxml.jackson.core.JsonParser;
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
 * The numbers of OTLP/JSON, texts that stand for numbers included. protobuf's reader writes out an integer of
 * {@code 1e999999999}, which takes minutes and all memory.
 */
final class JsonNumbers {

    /** As many as Jackson takes of a number that is no text. */
    private static final int MAX_LENGTH = 1000;

    private static final Pattern LARGE_EXPONENT = Pattern.compile("[eE][+-]?\\d{5,}");
    private static final Set<String> FIELDS = new HashSet<>();

    static {
        addFieldsOf(ExportLogsServiceRequest.getDescriptor(), new HashSet<>());
    }

    private JsonNumbers() {}

    private static void addFieldsOf(Descriptor message, Set<Descriptor> seen) {
        if (!seen.add(message)) {
            return;
        }
        for (var field : message.getFields()) {
            switch (field.getJavaType()) {
                case MESSAGE -> addFieldsOf(field.getMessageType(), seen);
                case STRING, BYTE_STRING, BOOLEAN -> {}
                case INT, LONG, FLOAT, DOUBLE, ENUM -> add(field);
            }
        }
    }

    private static void add(FieldDescriptor field) {
        // Readers take both.
        FIELDS.add(field.getName());
        FIELDS.add(field.getJsonName());
    }

    /** @throws RefusedException 400 if the value at which the parser is is a number that cannot be one of OTLP's */
    static void check(JsonParser parser) throws IOException {
        var field = field(parser);
        if (field != null
                && FIELDS.contains(field)
                && (parser.getTextLength() > MAX_LENGTH
                        || LARGE_EXPONENT.matcher(parser.getText()).find())) {
            throw new RefusedException(
                    RefusedException.BAD_REQUEST,
                    "%s must be a number of at most %d characters, its exponent of at most 4 digits"
                            .formatted(field, MAX_LENGTH));
        }
    }

    /** The value's field, also where it is in a list: protobuf's reader takes a list of one for its element. */
    private static @Nullable String field(JsonParser parser) {
        var context = parser.getParsingContext();
        while (context != null && context.inArray()) {
            context = context.getParent();
        }
        return context == null ? null : context.getCurrentName();
    }
}
