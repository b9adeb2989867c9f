package io.logcast.consumer.subscriptions.delivery;

import com.rabbitmq.client.AMQP.BasicProperties;
import com.rabbitmq.client.Envelope;
import com.rabbitmq.client.LongString;
import io.logcast.consumer.deliveries.Delivery;
import io.logcast.model.wire.LogMessage;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;

/**
 * A message as the broker delivered it.
 *
 * @param at when ({@link System#nanoTime()})
 * @param tag of the channel that delivered it
 * @param redelivered whether it was delivered before, to whomever
 */
record Received(
        long at, long tag, String exchange, boolean redelivered, BasicProperties properties, Delivery delivery) {

    static Received of(Envelope envelope, BasicProperties properties, byte[] body) {
        var headers = new HashMap<>(Objects.requireNonNullElse(properties.getHeaders(), Map.<String, Object>of()));
        headers.replaceAll((name, value) -> value instanceof LongString text ? text.toString() : value);
        var delivery = new Delivery(
                body,
                properties.getType(),
                properties.getMessageId(),
                properties.getContentType(),
                properties.getContentEncoding(),
                Delivery.text(headers, Delivery.ORIGIN_ROUTING_KEY, envelope.getRoutingKey()),
                headers);
        return new Received(
                System.nanoTime(),
                envelope.getDeliveryTag(),
                envelope.getExchange(),
                envelope.isRedeliver() || delivery.attempts() > 1,
                properties,
                delivery);
    }

    /** How many events it has, as its sender says; a foreign message is one. */
    int events() {
        return delivery.isOurs() && delivery.headers().get(LogMessage.EVENTS_HEADER) instanceof Number events
                ? Math.max(1, events.intValue())
                : 1;
    }
}
