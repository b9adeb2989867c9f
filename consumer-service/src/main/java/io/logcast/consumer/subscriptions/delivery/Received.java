package io.logcast.consumer.subscriptions.delivery;

import com.rabbitmq.client.AMQP.BasicProperties;
import com.rabbitmq.client.Envelope;
import com.rabbitmq.client.LongString;
import io.logcast.consumer.messages.Delivery;
import io.logcast.consumer.messages.MessageProperties;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;

/**
 * A message as the broker delivered it.
 *
 * @param at when ({@link System#nanoTime()})
 * @param consumer the tag of the consumer that it came to
 * @param tag of the channel that delivered it
 * @param redelivered whether it was delivered before, to whomever
 */
record Received(
        long at,
        String consumer,
        long tag,
        String exchange,
        boolean redelivered,
        BasicProperties properties,
        Delivery delivery) {

    static Received of(String consumer, Envelope envelope, BasicProperties properties, byte[] body) {
        var headers = new HashMap<>(Objects.requireNonNullElse(properties.getHeaders(), Map.<String, Object>of()));
        headers.replaceAll((name, value) -> value instanceof LongString text ? text.toString() : value);
        var delivery = new Delivery(
                body,
                MessageProperties.of(properties),
                Delivery.text(headers, Delivery.ORIGIN_ROUTING_KEY, envelope.getRoutingKey()),
                headers);
        return new Received(
                System.nanoTime(),
                consumer,
                envelope.getDeliveryTag(),
                envelope.getExchange(),
                envelope.isRedeliver() || delivery.attempts() > 1,
                properties,
                delivery);
    }

    /** The size of its body. */
    int bytes() {
        return delivery.body().length;
    }

    int events() {
        return delivery.events();
    }
}
