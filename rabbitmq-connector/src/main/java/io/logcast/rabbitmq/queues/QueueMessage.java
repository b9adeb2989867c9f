package io.logcast.rabbitmq.queues;

import com.rabbitmq.client.AMQP.BasicProperties;
import com.rabbitmq.client.Envelope;
import io.logcast.rabbitmq.messages.MessageProperties;
import io.logcast.rabbitmq.messages.ReceivedHeaders;
import java.util.Map;

/**
 * A message as the broker delivered it.
 *
 * @param consumer the tag of the consumer that got it
 * @param tag its number on the channel that delivered it; only that channel can settle it
 * @param at when it arrived ({@link System#nanoTime()})
 * @param redelivered whether it was delivered before, to any consumer
 * @param headers texts are {@link String}s
 */
public record QueueMessage(
        String consumer,
        long tag,
        long at,
        String exchange,
        String routingKey,
        boolean redelivered,
        MessageProperties properties,
        Map<String, Object> headers,
        byte[] body) {

    static QueueMessage of(String consumer, Envelope envelope, BasicProperties properties, byte[] body) {
        return new QueueMessage(
                consumer,
                envelope.getDeliveryTag(),
                System.nanoTime(),
                envelope.getExchange(),
                envelope.getRoutingKey(),
                envelope.isRedeliver(),
                MessageProperties.of(properties),
                ReceivedHeaders.of(properties),
                body);
    }
}
