package io.logcast.rabbitmq.messages;

import com.rabbitmq.client.AMQP.BasicProperties;
import com.rabbitmq.client.LongString;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Estimates the memory that a delivered message takes. */
public final class MessageSize {

    /** The objects of a header or a nested value, without its text, twice: {@link ReceivedHeaders} is a copy. */
    private static final int ENTRY = 128;

    private MessageSize() {}

    /** The bytes of the body, the properties and the headers. */
    public static int of(BasicProperties properties, byte[] body) {
        var size = body.length + ofProperties(properties) + ofHeaders(properties.getHeaders());
        return (int) Math.min(Integer.MAX_VALUE, size);
    }

    private static int ofProperties(BasicProperties properties) {
        return length(properties.getMessageId())
                + length(properties.getType())
                + length(properties.getContentType())
                + length(properties.getContentEncoding())
                + length(properties.getCorrelationId())
                + length(properties.getReplyTo())
                + length(properties.getAppId())
                + length(properties.getUserId())
                + length(properties.getExpiration());
    }

    private static int length(@Nullable String text) {
        return text == null ? 0 : text.length();
    }

    private static long ofHeaders(@Nullable Map<String, Object> headers) {
        if (headers == null) {
            return 0;
        }
        long size = 0;
        for (var header : headers.entrySet()) {
            var value = header.getValue();
            size += ENTRY + header.getKey().length();
            size += value instanceof Map || value instanceof List ? ofNested(value) : ofText(value);
        }
        return size;
    }

    /** Not recursive: headers can be nested so deeply that the stack would be exhausted. */
    private static long ofNested(Object outermost) {
        long size = 0;
        var left = new ArrayList<Object>(List.of(outermost));
        while (!left.isEmpty()) {
            var next = left.remove(left.size() - 1);
            if (next instanceof Map<?, ?> table) {
                size += (long) ENTRY * table.size();
                left.addAll(table.keySet());
                left.addAll(table.values());
            } else if (next instanceof List<?> list) {
                size += (long) ENTRY * list.size();
                left.addAll(list);
            } else {
                size += ofText(next);
            }
        }
        return size;
    }

    private static long ofText(@Nullable Object value) {
        if (value instanceof LongString text) {
            // As it came, and as a String.
            return 2 * text.length();
        }
        if (value instanceof byte[] bytes) {
            return bytes.length;
        }
        return value instanceof String name ? name.length() : 0;
    }
}
