package io.logcast.consumer.deadletters;

import io.logcast.consumer.messages.Delivery;
import io.logcast.model.event.InvalidLogEventException;
import io.logcast.model.event.LogEvent;
import io.logcast.model.fields.ForeignMessage;
import io.logcast.model.wire.LogMessage;
import io.logcast.rabbitmq.DeadLetterHeaders;
import io.logcast.rabbitmq.messages.Death;
import io.logcast.rabbitmq.messages.MessageProperties;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A message that a consumer could not process, and where it came from.
 *
 * @param exception the class of the failure, if one of our consumers set it
 * @param attempts how often it was delivered
 * @param exchange the one that it was first published to; empty for the default exchange
 * @param routingKey the one that it was first published with
 * @param queue the one that it was consumed from
 * @param replayOf the id of the dead letter from which it was replayed
 * @param headers the message's own headers with simple values
 */
public record DeadLetter(
        Kind kind,
        String reason,
        @Nullable String exception,
        int attempts,
        String exchange,
        String routingKey,
        String queue,
        @Nullable Long replayOf,
        MessageProperties properties,
        Map<String, @Nullable Object> headers,
        byte[] body) {

    // A replay starts over, so headers that were added on the way are left out.
    private static final Pattern ADDED_ON_THE_WAY = Pattern.compile(
            "x-death|x-(first|last)-death-.*|x-delivery-count|x-acquired-count|x-dead-letter-.*|x-logcast-.*");

    private static final UUID NO_ID = new UUID(0, 0);

    /** Reads the headers of our connector; without these, the broker's own. */
    static DeadLetter of(Delivery delivery) {
        var headers = delivery.headers();
        var failure = headers.containsKey(DeadLetterHeaders.REASON)
                ? Failure.ofOurs(headers)
                : Failure.ofBroker(Death.last(headers));
        var replayOf = headers.get(Delivery.REPLAY_OF) instanceof Number number ? number.longValue() : null;
        return new DeadLetter(
                Kind.of(failure.cause),
                failure.reason,
                failure.exception,
                delivery.attempts(),
                Delivery.text(headers, Delivery.ORIGIN_EXCHANGE, failure.exchange),
                Delivery.text(headers, Delivery.ORIGIN_ROUTING_KEY, failure.routingKey),
                failure.queue,
                replayOf,
                delivery.properties(),
                ownHeaders(headers),
                delivery.body());
    }

    /** Why and where it failed, according to the consumer or the broker that gave it up. */
    private record Failure(
            @Nullable String exception, String cause, String reason, String exchange, String routingKey, String queue) {

        // The broker's word for a rejection. We use it too if our headers name no class, as when a subscriber rejects.
        private static final String REJECTED = "rejected";
        private static final Death UNKNOWN = new Death("", "", "", "");

        static Failure ofOurs(Map<String, Object> headers) {
            var exception = headers.get(DeadLetterHeaders.FAILURE);
            return new Failure(
                    exception == null ? null : exception.toString(),
                    exception == null ? REJECTED : exception.toString(),
                    text(headers, DeadLetterHeaders.REASON),
                    text(headers, DeadLetterHeaders.EXCHANGE),
                    text(headers, DeadLetterHeaders.ROUTING_KEY),
                    text(headers, DeadLetterHeaders.QUEUE));
        }

        static Failure ofBroker(Optional<Death> last) {
            var death = last.orElse(UNKNOWN);
            return new Failure(
                    null,
                    death.reason(),
                    "the broker gave it up: " + (last.isEmpty() ? "it does not say why" : death.reason()),
                    death.exchange(),
                    death.routingKey(),
                    death.queue());
        }
    }

    DeadLetter with(String otherMessageId, byte[] otherBody) {
        return new DeadLetter(
                kind,
                reason,
                exception,
                attempts,
                exchange,
                routingKey,
                queue,
                replayOf,
                properties.withMessageId(otherMessageId),
                headers,
                otherBody);
    }

    boolean isOurs() {
        return LogMessage.TYPE.equals(properties.type());
    }

    /** The ids of its events, as far as they can be read. */
    List<UUID> eventIds() {
        if (isOurs()) {
            return LogMessage.read(body).events().stream().map(LogEvent::id).toList();
        }
        return Stream.concat(ownId(), idOfMessage()).distinct().toList();
    }

    /** The id under which a foreign message would be archived: the one in its JSON, or else its message id. */
    private Stream<UUID> ownId() {
        try {
            var message = new Delivery(body, properties, exchange, routingKey, headers).foreign();
            return Stream.of(message.toEvent(() -> NO_ID, Instant.EPOCH).id()).filter(id -> !id.equals(NO_ID));
        } catch (InvalidLogEventException e) {
            return Stream.empty();
        }
    }

    private Stream<UUID> idOfMessage() {
        return Stream.ofNullable(properties.messageId())
                .filter(id -> !id.isEmpty())
                .map(ForeignMessage::idOf);
    }

    private static String text(Map<?, ?> headers, String name) {
        return Delivery.text(headers, name, "");
    }

    private static Map<String, @Nullable Object> ownHeaders(Map<String, Object> headers) {
        var own = new HashMap<String, @Nullable Object>();
        headers.forEach((name, value) -> {
            var simple = simple(value);
            if (simple != null && !ADDED_ON_THE_WAY.matcher(name).matches()) {
                own.put(name, simple);
            }
        });
        return own;
    }

    /** The value, if JSON and AMQP both have its type. */
    private static @Nullable Object simple(@Nullable Object value) {
        if (value instanceof String || value instanceof Boolean) {
            return value;
        }
        if (value instanceof Byte || value instanceof Short || value instanceof Integer || value instanceof Long) {
            return ((Number) value).longValue();
        }
        return value instanceof Number number && Double.isFinite(number.doubleValue()) ? number.doubleValue() : null;
    }
}
