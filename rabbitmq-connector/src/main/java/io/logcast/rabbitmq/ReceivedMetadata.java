package io.logcast.rabbitmq;

import io.logcast.rabbitmq.messages.MessageProperties;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;

/**
 * The properties and headers of a received message.
 *
 * @param headers never null; texts are {@link String}s
 * @param redelivered whether it was delivered before, to this consumer or another
 * @param deliveryCount how often it was delivered before and came back; 0 if the queue does not count
 * @param receivedAt when it arrived here
 * @param contentType the message's, or the channel's {@code content-type-override}
 */
public record ReceivedMetadata(
        String queue,
        String exchange,
        String routingKey,
        MessageProperties properties,
        Map<String, Object> headers,
        boolean redelivered,
        long deliveryCount,
        Instant receivedAt,
        Optional<String> contentType) {

    /** The text of a header; empty if it is missing or not a text. */
    public Optional<String> header(String name) {
        return headers.get(name) instanceof String text ? Optional.of(text) : Optional.empty();
    }

    public Optional<String> messageId() {
        return Optional.ofNullable(properties.messageId());
    }
}
