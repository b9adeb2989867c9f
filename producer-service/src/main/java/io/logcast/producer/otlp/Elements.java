package io.logcast.producer.otlp;

import com.google.protobuf.CodedInputStream;
import com.google.protobuf.Descriptors.Descriptor;
import com.google.protobuf.Descriptors.FieldDescriptor.JavaType;
import com.google.protobuf.WireFormat;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/**
 * Counts the objects that a protobuf message will become, without making them: an empty message takes two bytes in the
 * body, but a hundred as an object.
 */
final class Elements {

    // protobuf's own limit; its parser refuses deeper messages.
    private static final int MAX_DEPTH = 100;

    private final CodedInputStream in;
    private int count;

    private Elements(byte[] message) {
        this.in = CodedInputStream.newInstance(message);
    }

    /** The messages and the unknown fields, at every depth; up to the first fault, if it has one. */
    static int count(byte[] message, Descriptor type) {
        var elements = new Elements(message);
        try {
            elements.count(type, 0);
        } catch (IOException e) {
            // The parser will say what is wrong.
        }
        return elements.count;
    }

    /** @param type null inside of an unknown group */
    private void count(@Nullable Descriptor type, int depth) throws IOException {
        for (var tag = in.readTag(); tag != 0; tag = in.readTag()) {
            var wireType = WireFormat.getTagWireType(tag);
            if (wireType == WireFormat.WIRETYPE_END_GROUP) {
                return;
            }
            var field = type == null ? null : type.findFieldByNumber(WireFormat.getTagFieldNumber(tag));
            var message = field != null && field.getJavaType() == JavaType.MESSAGE ? field.getMessageType() : null;
            if (field == null || message != null) {
                count++;
            }
            if (depth == MAX_DEPTH) {
                in.skipField(tag);
            } else if (wireType == WireFormat.WIRETYPE_START_GROUP) {
                count(null, depth + 1);
            } else if (message != null && wireType == WireFormat.WIRETYPE_LENGTH_DELIMITED) {
                var limit = in.pushLimit(in.readRawVarint32());
                count(message, depth + 1);
                in.popLimit(limit);
            } else {
                in.skipField(tag);
            }
        }
    }
}
