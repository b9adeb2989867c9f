package io.logcast.consumer.subscriptions;

import com.rabbitmq.client.AMQP.BasicProperties;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/**
 * Why a queue dropped a message.
 *
 * @param reason the broker's: maxlen, expired or delivery_limit
 */
public record Drop(String queue, String reason) implements Comparable<Drop> {

    // Set by the broker: https://www.rabbitmq.com/docs/dlx#effects
    private static final String DEATHS = "x-death";
    // Set by this service, for events that it does not give back.
    private static final String QUEUE = "x-logcast-dropped-queue";
    private static final String REASON = "x-logcast-dropped-reason";

    /** What the headers of a dropped message tell; empty if they do not. */
    static Optional<Drop> of(BasicProperties properties) {
        var headers = Objects.requireNonNullElse(properties.getHeaders(), Map.<String, Object>of());
        if (headers.containsKey(QUEUE)) {
            return Optional.of(new Drop(String.valueOf(headers.get(QUEUE)), String.valueOf(headers.get(REASON))));
        }
        // The newest is the first.
        return headers.get(DEATHS) instanceof List<?> deaths
                        && !deaths.isEmpty()
                        && deaths.get(0) instanceof Map<?, ?> death
                ? Optional.of(new Drop(String.valueOf(death.get("queue")), String.valueOf(death.get("reason"))))
                : Optional.empty();
    }

    /** What tells it of a message that is sent to the counted ones, and not by the broker. */
    public Map<String, Object> headers() {
        var headers = new HashMap<String, Object>();
        headers.put(QUEUE, queue);
        headers.put(REASON, reason);
        return headers;
    }

    @Override
    public int compareTo(Drop other) {
        return Comparator.comparing(Drop::queue).thenComparing(Drop::reason).compare(this, other);
    }
}
