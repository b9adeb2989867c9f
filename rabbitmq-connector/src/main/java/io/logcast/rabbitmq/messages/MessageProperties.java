package io.logcast.rabbitmq.messages;

import com.rabbitmq.client.AMQP.BasicProperties;
import io.smallrye.reactive.messaging.rabbitmq.IncomingRabbitMQMetadata;
import io.smallrye.reactive.messaging.rabbitmq.OutgoingRabbitMQMetadata;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import org.jspecify.annotations.Nullable;

/**
 * The AMQP properties that a publisher gave its message, without the headers. Properties that only make sense for the first
 * publish are left out: {@code expiration}, {@code user-id} and the delivery mode.
 *
 * @param timestamp of whole seconds
 * @param priority 0 to 255
 */
public record MessageProperties(
        @Nullable String messageId,
        @Nullable String type,
        @Nullable String contentType,
        @Nullable String contentEncoding,
        @Nullable String correlationId,
        @Nullable String replyTo,
        @Nullable String appId,
        @Nullable Instant timestamp,
        @Nullable Integer priority) {

    private static final int PERSISTENT = 2;

    /** For a message without any. */
    public static final MessageProperties NONE =
            new MessageProperties(null, null, null, null, null, null, null, null, null);

    /** The properties of a message that amqp-client delivered. */
    public static MessageProperties of(BasicProperties properties) {
        var timestamp = properties.getTimestamp();
        return new MessageProperties(
                properties.getMessageId(),
                properties.getType(),
                properties.getContentType(),
                properties.getContentEncoding(),
                properties.getCorrelationId(),
                properties.getReplyTo(),
                properties.getAppId(),
                timestamp == null ? null : timestamp.toInstant(),
                properties.getPriority());
    }

    /** The properties of a message that the connector {@code smallrye-rabbitmq} delivered. */
    public static MessageProperties of(IncomingRabbitMQMetadata received) {
        return new MessageProperties(
                received.getMessageId().orElse(null),
                received.getType().orElse(null),
                received.getContentType().orElse(null),
                received.getContentEncoding().orElse(null),
                received.getCorrelationId().orElse(null),
                received.getReplyTo().orElse(null),
                received.getAppId().orElse(null),
                received.getTimestamp(ZoneOffset.UTC)
                        .map(ZonedDateTime::toInstant)
                        .orElse(null),
                received.getPriority().orElse(null));
    }

    /** The same properties with another message id. */
    public MessageProperties withMessageId(String other) {
        return new MessageProperties(
                other, type, contentType, contentEncoding, correlationId, replyTo, appId, timestamp, priority);
    }

    /** For publishing a persistent message with these properties. */
    public OutgoingRabbitMQMetadata.Builder toOutgoing() {
        return new OutgoingRabbitMQMetadata.Builder()
                .withMessageId(messageId)
                .withType(type)
                .withContentType(contentType)
                .withContentEncoding(contentEncoding)
                .withCorrelationId(correlationId)
                .withReplyTo(replyTo)
                .withAppId(appId)
                .withTimestamp(timestamp == null ? null : timestamp.atZone(ZoneOffset.UTC))
                .withPriority(priority)
                .withDeliveryMode(PERSISTENT);
    }
}
