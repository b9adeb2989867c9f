package io.logcast.rabbitmq.messages;

import com.rabbitmq.client.AMQP.BasicProperties;
import com.rabbitmq.client.LongString;
import java.util.HashMap;
import java.util.Map;

/** The headers of a delivered message. */
public final class ReceivedHeaders {

    // Set by quorum queues: https://www.rabbitmq.com/docs/quorum-queues#poison-message-handling
    private static final String DELIVERY_COUNT = "x-delivery-count";

    private ReceivedHeaders() {}

    /** A copy in which texts are {@link String}s; empty if the message has none. */
    public static Map<String, Object> of(BasicProperties properties) {
        var received = properties.getHeaders();
        if (received == null || received.isEmpty()) {
            return Map.of();
        }
        var headers = new HashMap<String, Object>(received);
        headers.replaceAll((name, value) -> value instanceof LongString text ? text.toString() : value);
        return headers;
    }

    /** How often the message was delivered before and came back; 0 if the queue does not count. */
    public static long deliveryCount(Map<String, Object> headers) {
        return headers.get(DELIVERY_COUNT) instanceof Number count ? count.longValue() : 0;
    }
}
