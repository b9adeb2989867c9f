package io.logcast.model.wire;

import io.logcast.model.event.InvalidLogEventException;
import io.logcast.model.event.LogEvent;
import io.logcast.model.event.Severity;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.UUID;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * A message that somebody else published to our exchange, such as RabbitMQ's tutorials do: its text becomes one event.
 *
 * @param messageId the AMQP {@code message-id}, if the publisher set one
 * @param routingKey may be empty
 */
public record ForeignMessage(byte[] body, @Nullable String messageId, String routingKey) {

    /** Attribute with the routing key, named as in OpenTelemetry's messaging conventions. */
    public static final String ROUTING_KEY_ATTRIBUTE = "messaging.rabbitmq.destination.routing_key";

    /**
     * The event that carries the text; of a message with a {@code message-id} it is the same event each time.
     *
     * @param newId the id where the publisher gave none
     * @throws InvalidLogEventException if the body is no text, or too long for an event
     */
    public LogEvent toEvent(Supplier<UUID> newId, Instant observedTimestamp) {
        Map<String, @Nullable Object> attributes = new LinkedHashMap<>();
        if (!routingKey.isEmpty()) {
            attributes.put(ROUTING_KEY_ATTRIBUTE, routingKey);
        }
        var id = messageId == null || messageId.isEmpty() ? newId.get() : idOf(messageId);
        return new LogEvent(
                id, null, observedTimestamp, Severity.INFO, LogEvent.UNKNOWN_SOURCE, text(), attributes, null, null);
    }

    /** A UUID as it is; any other text as the UUIDv5 (RFC 9562) of it. */
    public static UUID idOf(String messageId) {
        try {
            return Ids.parse(messageId);
        } catch (IllegalArgumentException e) {
            return Ids.named("logcast:message-id:" + messageId);
        }
    }

    private String text() {
        if (body.length > LogEvent.MAX_MESSAGE_BYTES) {
            // Before it is decoded: it may have any size that the broker allows.
            throw new InvalidLogEventException("body", "has more than " + LogEvent.MAX_MESSAGE_BYTES + " bytes");
        }
        try {
            return StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(body))
                    .toString();
        } catch (CharacterCodingException e) {
            throw new InvalidLogEventException("body", "is neither " + LogMessage.TYPE + " nor UTF-8 text");
        }
    }
}
