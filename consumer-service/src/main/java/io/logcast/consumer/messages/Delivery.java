package io.logcast.consumer.messages;

import io.logcast.model.fields.ForeignMessage;
import io.logcast.model.wire.LogMessage;
import io.logcast.rabbitmq.ReceivedMetadata;
import io.logcast.rabbitmq.messages.MessageProperties;
import io.logcast.rabbitmq.messages.ReceivedHeaders;
import io.logcast.rabbitmq.queues.QueueMessage;
import io.smallrye.reactive.messaging.rabbitmq.IncomingRabbitMQMetadata;
import java.util.HashMap;
import java.util.Map;
import java.util.UUID;
import java.util.regex.Pattern;
import org.eclipse.microprofile.reactive.messaging.Message;
import org.jspecify.annotations.Nullable;

/**
 * A delivered message with its AMQP properties.
 *
 * @param exchange the exchange that it was first published to; a replay itself uses the default exchange
 * @param routingKey the key that it was first published with; a replay itself uses its queue's name
 */
public record Delivery(
        byte[] body, MessageProperties properties, String exchange, String routingKey, Map<String, Object> headers) {

    /** Header of a replayed message: the number of the dead letter that it was. */
    public static final String REPLAY_OF = "x-logcast-replay-of";

    /** Header of a replayed message: the exchange that it was first published to. */
    public static final String ORIGIN_EXCHANGE = "x-logcast-origin-exchange";

    /** Header of a replayed message: the routing key that it was first published with. */
    public static final String ORIGIN_ROUTING_KEY = "x-logcast-origin-routing-key";

    /** Header of a part of a message that went back to its queue: when it expires (ms since 1970). */
    public static final String EXPIRES_AT = "x-logcast-expires-at";

    /** Header of a part of a message that went back to its queue: how often it was delivered before. */
    public static final String DELIVERIES = "x-logcast-deliveries";

    /** Header of a message whose events were replayed from the archive: the id of the replay. */
    public static final String REPLAYED = "x-logcast-replayed";

    private static final Pattern UUID_TEXT = Pattern.compile("\\p{XDigit}{8}(-\\p{XDigit}{4}){3}-\\p{XDigit}{12}");
    private static final String ADDED_BY_THE_BROKER = "x-";
    private static final String ADDED_BY_US = "x-logcast-";

    /** The delivery behind a message of either connector. */
    public static Delivery of(Message<byte[]> message) {
        return message.getMetadata(ReceivedMetadata.class)
                .map(received -> ofOurs(message.getPayload(), received))
                .or(() -> message.getMetadata(IncomingRabbitMQMetadata.class)
                        .map(received -> ofStock(message.getPayload(), received)))
                .orElseThrow(() -> new IllegalStateException("a message from RabbitMQ carries its properties"));
    }

    private static Delivery ofOurs(byte[] body, ReceivedMetadata received) {
        return of(body, received.properties(), received.exchange(), received.routingKey(), received.headers());
    }

    private static Delivery ofStock(byte[] body, IncomingRabbitMQMetadata received) {
        return of(
                body,
                MessageProperties.of(received),
                received.getExchange(),
                received.getRoutingKey(),
                received.getHeaders());
    }

    /** The delivery behind a message that was read from a queue without a channel. */
    public static Delivery of(QueueMessage message) {
        return of(message.body(), message.properties(), message.exchange(), message.routingKey(), message.headers());
    }

    private static Delivery of(
            byte[] body,
            MessageProperties properties,
            String exchange,
            String routingKey,
            Map<String, Object> headers) {
        return new Delivery(
                body,
                properties,
                text(headers, ORIGIN_EXCHANGE, exchange),
                text(headers, ORIGIN_ROUTING_KEY, routingKey),
                headers);
    }

    /** The header's value; the fallback if it is missing or null. */
    public static String text(Map<?, ?> headers, String name, String fallback) {
        var value = headers.get(name);
        return value == null ? fallback : value.toString();
    }

    /** The AMQP {@code type}; {@link LogMessage#TYPE} if it is ours. */
    public @Nullable String type() {
        return properties.type();
    }

    public @Nullable String messageId() {
        return properties.messageId();
    }

    public @Nullable String contentType() {
        return properties.contentType();
    }

    public @Nullable String contentEncoding() {
        return properties.contentEncoding();
    }

    /** How often the message was delivered before and came back; 0 the first time, or if its queue does not count. */
    public long deliveryCount() {
        return ReceivedHeaders.deliveryCount(headers);
    }

    /**
     * How often it was delivered, this time included. For a part of a message, deliveries of the whole message count
     * too.
     */
    public int attempts() {
        var before = headers.get(DELIVERIES) instanceof Number count ? count.longValue() : 0;
        return (int) Math.min(before + deliveryCount() + 1, Integer.MAX_VALUE);
    }

    /** Headers for the same message in another queue: without those that the broker added, but with its origin. */
    public Map<String, Object> headersToForward() {
        var forwarded = new HashMap<>(headers);
        forwarded.keySet().removeIf(name -> name.startsWith(ADDED_BY_THE_BROKER) && !name.startsWith(ADDED_BY_US));
        forwarded.put(ORIGIN_EXCHANGE, exchange);
        forwarded.put(ORIGIN_ROUTING_KEY, routingKey);
        return forwarded;
    }

    /**
     * The id of the replay if its events were replayed from the archive; otherwise null. Others may set the header to
     * any text.
     */
    public @Nullable UUID replay() {
        var replay = isOurs() ? text(headers, REPLAYED, "") : "";
        return UUID_TEXT.matcher(replay).matches() ? UUID.fromString(replay) : null;
    }

    /** Whether its body has our format. */
    public boolean isOurs() {
        return LogMessage.TYPE.equals(type());
    }

    /** Whether a Logcast service of a later release wrote it, in a format that this one does not know. */
    public boolean isOfLaterRelease() {
        return LogMessage.isOfLaterRelease(type());
    }

    /** Whether somebody other than a Logcast service wrote it. */
    public boolean isForeign() {
        return !isOurs() && !isOfLaterRelease();
    }

    /** The number of its events according to its header; 1 for a foreign message. */
    public int events() {
        return isOurs() && headers.get(LogMessage.EVENTS_HEADER) instanceof Number events
                ? Math.max(1, events.intValue())
                : 1;
    }

    /** The events and unreadable lines of a message of ours. */
    public LogMessage.Content content() {
        return LogMessage.read(body);
    }

    /** The delivery as a message of somebody else. */
    public ForeignMessage foreign() {
        return new ForeignMessage(
                body,
                contentType(),
                contentEncoding(),
                messageId(),
                properties.timestamp(),
                properties.appId(),
                headers,
                routingKey);
    }
}
