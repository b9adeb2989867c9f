package io.logcast.consumer.messages;

import io.logcast.rabbitmq.ReceivedMetadata;
import io.smallrye.reactive.messaging.rabbitmq.IncomingRabbitMQMetadata;
import java.util.Optional;
import org.eclipse.microprofile.reactive.messaging.Message;

/**
 * A delivered message that wants a reply.
 *
 * @param replyTo the queue that the reply goes to
 * @param correlationId what the asker knows its request by
 */
public record Request(String replyTo, String correlationId) {

    /** Empty if the message wants no reply. Of both connectors. */
    public static Optional<Request> of(Message<byte[]> message) {
        return message.getMetadata(ReceivedMetadata.class)
                .map(ReceivedMetadata::properties)
                .flatMap(properties -> of(
                        Optional.ofNullable(properties.getReplyTo()),
                        Optional.ofNullable(properties.getCorrelationId())))
                .or(() -> message.getMetadata(IncomingRabbitMQMetadata.class)
                        .flatMap(received -> of(received.getReplyTo(), received.getCorrelationId())));
    }

    private static Optional<Request> of(Optional<String> replyTo, Optional<String> correlationId) {
        return replyTo.flatMap(queue -> correlationId.map(id -> new Request(queue, id)));
    }
}
