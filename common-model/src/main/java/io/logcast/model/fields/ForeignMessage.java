package io.logcast.model.fields;

import io.logcast.model.event.InvalidLogEventException;
import io.logcast.model.event.LogEvent;
import io.logcast.model.event.Severity;
import io.logcast.model.wire.Fallbacks;
import io.logcast.model.wire.Ids;
import io.logcast.model.wire.LogEventReader;
import io.logcast.model.wire.LogMessage;
import io.logcast.model.wire.MalformedJsonException;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Supplier;
import java.util.regex.Pattern;
import java.util.zip.GZIPInputStream;
import java.util.zip.InflaterInputStream;
import org.jspecify.annotations.Nullable;

/**
 * A message that somebody else published to our exchange, for example a program of RabbitMQ's tutorials. It becomes one
 * event. A JSON object is read by {@link LenientReader}; anything else is the event's text.
 *
 * @param contentType the AMQP {@code content-type}; its charset is that of the body, UTF-8 if there is none
 * @param contentEncoding the AMQP {@code content-encoding}: gzip, deflate, or, as some publishers write it, a charset
 * @param messageId the AMQP {@code message-id}, if the publisher set one
 * @param timestamp the AMQP {@code timestamp}, if the publisher set one
 * @param appId the AMQP {@code app-id}, if the publisher set one
 * @param headers the AMQP headers
 * @param routingKey may be empty
 */
public record ForeignMessage(
        byte[] body,
        @Nullable String contentType,
        @Nullable String contentEncoding,
        @Nullable String messageId,
        @Nullable Instant timestamp,
        @Nullable String appId,
        Map<String, Object> headers,
        String routingKey) {

    /** Attribute with the routing key, named as in OpenTelemetry's messaging conventions. */
    public static final String ROUTING_KEY_ATTRIBUTE = "messaging.rabbitmq.destination.routing_key";

    /** Attribute with the {@code app-id}. */
    public static final String APP_ID_ATTRIBUTE = "messaging.rabbitmq.app_id";

    private static final String BYTE_ORDER_MARK = "\uFEFF";
    private static final Pattern CHARSET =
            Pattern.compile(";\\s*charset\\s*=\\s*\"?([^\";\\s]+)", Pattern.CASE_INSENSITIVE);

    /**
     * How much of a body is read; the broker may allow any size. No charset takes more than four bytes for a character.
     */
    private static final int MAX_BYTES = 4 * LogEvent.MAX_MESSAGE_BYTES;

    /**
     * The event that it becomes. A message with a {@code message-id} becomes the same event each time.
     *
     * @param newId makes the id if the publisher gave none
     * @throws InvalidLogEventException if the body is not text, or is too long for an event
     */
    public LogEvent toEvent(Supplier<UUID> newId, Instant observedTimestamp) {
        var source = appId == null || !LogEvent.isNamable(appId) ? null : LogEvent.sourceOf(appId);
        return withProperties(event(new LogEventReader.Defaults() {
            @Override
            public UUID id(String source) {
                return messageId == null || messageId.isEmpty() ? newId.get() : idOf(messageId);
            }

            @Override
            public Instant observedTimestamp() {
                return observedTimestamp;
            }

            @Override
            public Fallbacks fallbacks() {
                return source == null ? Fallbacks.NONE : new Fallbacks(source, null, Map.of());
            }
        }));
    }

    /** A UUID as it is; any other text as the UUIDv5 (RFC 9562) of it. */
    public static UUID idOf(String messageId) {
        try {
            return Ids.parse(messageId);
        } catch (IllegalArgumentException e) {
            return Ids.named("logcast:message-id:" + messageId);
        }
    }

    private LogEvent event(LogEventReader.Defaults defaults) {
        var charset = charset();
        var bytes = inflated(MAX_BYTES + 1);
        if (mayBeJson() && bytes.length <= MAX_BYTES) {
            try {
                var text = decoded(bytes, charset);
                if (text.stripLeading().startsWith("{")) {
                    var json = text.getBytes(StandardCharsets.UTF_8);
                    return LenientReader.read(json, 0, json.length, defaults);
                }
            } catch (InvalidLogEventException | MalformedJsonException e) {
                // A body that cannot be read as JSON may still be text.
            }
        }
        var most = charset.equals(StandardCharsets.UTF_8) ? LogEvent.MAX_MESSAGE_BYTES : MAX_BYTES;
        if (bytes.length > most) {
            throw new InvalidLogEventException("body", "has more than " + most + " bytes");
        }
        return textEvent(decoded(bytes, charset), defaults);
    }

    private static LogEvent textEvent(String text, LogEventReader.Defaults defaults) {
        var source = defaults.fallbacks().sourceOrUnknown();
        return new LogEvent(
                defaults.id(source),
                null,
                defaults.observedTimestamp(),
                Severity.INFO,
                source,
                text,
                Map.of(),
                null,
                null);
    }

    /** Adds properties of the message; fields of the body win. */
    private LogEvent withProperties(LogEvent event) {
        var attributes = new LooseAttributes(event.attributes());
        if (!routingKey.isEmpty()) {
            attributes.add(ROUTING_KEY_ATTRIBUTE, routingKey);
        }
        if (appId != null && !appId.isEmpty()) {
            attributes.add(APP_ID_ATTRIBUTE, appId);
        }
        ForeignHeaders.attributes(headers).forEach(attributes::add);
        var parent = traceParent();
        return new LogEvent(
                event.id(),
                event.timestamp() == null && timestamp != null && LogEvent.canHold(timestamp)
                        ? timestamp
                        : event.timestamp(),
                event.observedTimestamp(),
                event.severity(),
                event.source(),
                event.message(),
                attributes.fitting(),
                parent.map(of -> of.traceIdOf(event.traceId())).orElse(event.traceId()),
                parent.map(of -> of.spanIdOf(event.traceId(), event.spanId())).orElse(event.spanId()));
    }

    private Optional<TraceParent> traceParent() {
        var header = headers.get("traceparent");
        return header == null ? Optional.empty() : TraceParent.of(header.toString());
    }

    /** False if its publisher says that it is plain text. */
    private boolean mayBeJson() {
        var type = contentType == null ? "" : contentType.strip().toLowerCase(Locale.ROOT);
        return !type.startsWith("text/") || type.startsWith("text/json");
    }

    private static String decoded(byte[] bytes, Charset charset) {
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
            // Some publishers name an encoding but do not encode.
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
