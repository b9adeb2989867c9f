package io.logcast.model.wire;

import io.logcast.model.event.InvalidLogEventException;
import io.logcast.model.event.LogEvent;
import io.logcast.model.event.Severity;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.UUID;
import java.util.function.Supplier;
import java.util.regex.Pattern;
import java.util.zip.GZIPInputStream;
import java.util.zip.InflaterInputStream;
import org.jspecify.annotations.Nullable;

/**
 * A message that somebody else published to our exchange, such as RabbitMQ's tutorials do: its text becomes one event.
 *
 * @param contentType the AMQP {@code content-type}; its charset is that of the body, UTF-8 if there is none
 * @param contentEncoding the AMQP {@code content-encoding}: gzip, deflate, or, as some publishers have it, a charset
 * @param messageId the AMQP {@code message-id}, if the publisher set one
 * @param routingKey may be empty
 */
public record ForeignMessage(
        byte[] body,
        @Nullable String contentType,
        @Nullable String contentEncoding,
        @Nullable String messageId,
        String routingKey) {

    private static final String BYTE_ORDER_MARK = "\uFEFF";
    private static final Pattern CHARSET =
            Pattern.compile(";\\s*charset\\s*=\\s*\"?([^\";\\s]+)", Pattern.CASE_INSENSITIVE);

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
        var charset = charset();
        // Before it is decoded: it may have any size that the broker allows. No charset takes more than 4 bytes for
        // one.
        var most = charset.equals(StandardCharsets.UTF_8) ? LogEvent.MAX_MESSAGE_BYTES : 4 * LogEvent.MAX_MESSAGE_BYTES;
        var bytes = inflated(most + 1);
        if (bytes.length > most) {
            throw new InvalidLogEventException("body", "has more than " + most + " bytes");
        }
        try {
            var text = charset.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
            return text.startsWith(BYTE_ORDER_MARK) ? text.substring(BYTE_ORDER_MARK.length()) : text;
        } catch (CharacterCodingException e) {
            throw new InvalidLogEventException(
                    "body", "is neither " + LogMessage.TYPE + " nor " + charset.name() + " text");
        }
    }

    private byte[] inflated(int most) {
        try (var in = inflating(new ByteArrayInputStream(body))) {
            return in.readNBytes(most);
        } catch (IOException e) {
            // Not every publisher encodes what it says it does.
            return body;
        }
    }

    private InputStream inflating(InputStream in) throws IOException {
        return switch (contentEncoding == null ? "" : contentEncoding.trim().toLowerCase(Locale.ROOT)) {
            case "gzip", "x-gzip" -> new GZIPInputStream(in);
            case "deflate" -> new InflaterInputStream(in);
            default -> in;
        };
    }

    private Charset charset() {
        var ofType = CHARSET.matcher(contentType == null ? "" : contentType);
        return ofType.find()
                ? charset(ofType.group(1))
                : charset(contentEncoding == null ? "" : contentEncoding.trim());
    }

    private static Charset charset(String label) {
        try {
            return Charset.forName(label);
        } catch (IllegalArgumentException e) {
            return StandardCharsets.UTF_8;
        }
    }
}
