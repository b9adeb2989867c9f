package io.logcast.consumer.deadletters;

import io.logcast.consumer.deliveries.Delivery;
import io.logcast.rabbitmq.DeadLetterHeaders;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A message that a consumer could not process, and where it came from.
 *
 * @param exception the class of the failure, if a consumer of ours said why
 * @param attempts how often it was delivered
 * @param exchange the one that it was first published to; empty for the default exchange
 * @param queue the one that it was consumed from
 */
record DeadLetter(
        String reason,
        @Nullable String exception,
        int attempts,
        String exchange,
        String routingKey,
        String queue,
        @Nullable String messageId,
        @Nullable String type,
        byte[] body) {

    // Set by the broker: https://www.rabbitmq.com/docs/dlx#effects
    private static final String DEATHS = "x-death";
    // Set by quorum queues: how often the message came back.
    private static final String RETURNS = "x-delivery-count";

    /** What the headers tell: those of our connector, else the broker's own. */
    static DeadLetter of(Delivery delivery) {
        var headers = delivery.headers();
        return headers.containsKey(DeadLetterHeaders.REASON)
                ? ofOurs(delivery, headers)
                : ofBroker(delivery, lastDeath(headers));
    }

    private static DeadLetter ofOurs(Delivery delivery, Map<String, Object> headers) {
        return new DeadLetter(
                text(headers, DeadLetterHeaders.REASON),
                text(headers, DeadLetterHeaders.FAILURE),
                attempts(headers),
                text(headers, DeadLetterHeaders.EXCHANGE),
                text(headers, DeadLetterHeaders.ROUTING_KEY),
                text(headers, DeadLetterHeaders.QUEUE),
                delivery.messageId(),
                delivery.type(),
                delivery.body());
    }

    private static DeadLetter ofBroker(Delivery delivery, Map<?, ?> death) {
        var keys = death.get("routing-keys");
        return new DeadLetter(
                "the broker gave it up: " + (death.isEmpty() ? "it does not say why" : text(death, "reason")),
                null,
                attempts(delivery.headers()),
                text(death, "exchange"),
                keys instanceof List<?> list && !list.isEmpty() ? String.valueOf(list.get(0)) : "",
                text(death, "queue"),
                delivery.messageId(),
                delivery.type(),
                delivery.body());
    }

    /** The broker puts the newest first. */
    private static Map<?, ?> lastDeath(Map<String, Object> headers) {
        return headers.get(DEATHS) instanceof List<?> deaths
                        && !deaths.isEmpty()
                        && deaths.get(0) instanceof Map<?, ?> death
                ? death
                : Map.of();
    }

    private static String text(Map<?, ?> headers, String name) {
        var value = headers.get(name);
        return value == null ? "" : value.toString();
    }

    private static int attempts(Map<String, Object> headers) {
        return headers.get(RETURNS) instanceof Number returns ? returns.intValue() + 1 : 1;
    }
}
