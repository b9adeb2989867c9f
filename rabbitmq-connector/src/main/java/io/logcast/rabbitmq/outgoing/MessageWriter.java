package io.logcast.rabbitmq.outgoing;

import com.rabbitmq.client.AMQP.BasicProperties;
import io.logcast.rabbitmq.PublishException;
import io.logcast.rabbitmq.PublishException.Reason;
import io.logcast.rabbitmq.telemetry.MessageTracing;
import io.smallrye.reactive.messaging.rabbitmq.OutgoingRabbitMQMetadata;
import java.nio.charset.StandardCharsets;
import java.time.ZonedDateTime;
import java.util.Date;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import org.eclipse.microprofile.reactive.messaging.Message;
import org.jspecify.annotations.Nullable;

/** Turns messages into publications: body, properties, routing key and tracing headers. */
final class MessageWriter {

    private static final int PERSISTENT = 2;
    private static final int LONGEST_ROUTING_KEY = 255;

    private final String exchange;
    private final String defaultRoutingKey;
    private final @Nullable String defaultExpiration;
    private final MessageTracing tracing;

    MessageWriter(PublishSettings settings, MessageTracing tracing) {
        this.exchange = settings.exchange();
        this.defaultRoutingKey = settings.defaultRoutingKey();
        this.defaultExpiration = settings.defaultTtl().orElse(null);
        this.tracing = tracing;
    }

    /**
     * @throws PublishException with {@link Reason#INVALID} if the message cannot be sent
     */
    Publication write(Message<?> message) {
        var metadata = message.getMetadata(OutgoingRabbitMQMetadata.class).orElse(null);
        var payload = message.getPayload();
        var routingKey =
                metadata == null || metadata.getRoutingKey() == null ? defaultRoutingKey : metadata.getRoutingKey();
        check(routingKey);
        var body = body(payload);
        var headers = new HashMap<String, Object>();
        var properties = metadata == null ? plain(payload) : described(metadata, payload, headers);
        var span = tracing.send(message, exchange, routingKey, headers);
        return new Publication(message, routingKey, properties, headers, body, span);
    }

    private BasicProperties.Builder plain(@Nullable Object payload) {
        return new BasicProperties.Builder()
                .contentType(PayloadEncoder.contentType(payload))
                .deliveryMode(PERSISTENT)
                .expiration(defaultExpiration);
    }

    private BasicProperties.Builder described(
            OutgoingRabbitMQMetadata metadata, @Nullable Object payload, Map<String, Object> headers) {
        headers.putAll(metadata.getHeaders());
        return new BasicProperties.Builder()
                .contentType(Objects.requireNonNullElseGet(
                        metadata.getContentType(), () -> PayloadEncoder.contentType(payload)))
                .contentEncoding(metadata.getContentEncoding())
                .deliveryMode(Objects.requireNonNullElse(metadata.getDeliveryMode(), PERSISTENT))
                .priority(metadata.getPriority())
                .correlationId(metadata.getCorrelationId())
                .replyTo(metadata.getReplyTo())
                .expiration(metadata.getExpiration() == null ? defaultExpiration : metadata.getExpiration())
                .messageId(metadata.getMessageId())
                .timestamp(date(metadata.getTimestamp()))
                .type(metadata.getType())
                .userId(metadata.getUserId())
                .appId(metadata.getAppId())
                .clusterId(metadata.getClusterId());
    }

    private static byte[] body(@Nullable Object payload) {
        try {
            return PayloadEncoder.bytes(payload);
        } catch (RuntimeException e) {
            throw new PublishException(Reason.INVALID, "the payload cannot be encoded: " + e.getMessage(), e);
        }
    }

    private static void check(String routingKey) {
        // A char takes at most three bytes in UTF-8, so short keys need not be encoded.
        if (routingKey.length() > LONGEST_ROUTING_KEY / 3
                && routingKey.getBytes(StandardCharsets.UTF_8).length > LONGEST_ROUTING_KEY) {
            throw new PublishException(Reason.INVALID, "the routing key is longer than 255 bytes");
        }
    }

    private static @Nullable Date date(@Nullable ZonedDateTime time) {
        return time == null ? null : Date.from(time.toInstant());
    }
}
