package io.logcast.rabbitmq.messages;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Why the broker gave a message up, and where. A text is empty if the broker does not say it.
 *
 * @param reason {@code rejected}, {@code expired}, {@code maxlen} or {@code delivery_limit}
 * @param exchange the one that the message was published to
 * @param routingKey the first one that it was published with
 * @param queue the one that the broker took it from
 */
public record Death(String reason, String exchange, String routingKey, String queue) {

    // Set by the broker, the newest first: https://www.rabbitmq.com/docs/dlx#effects
    private static final String DEATHS = "x-death";

    /** The newest death of a message; empty if the broker never gave it up. */
    public static Optional<Death> last(Map<String, ?> headers) {
        return headers.get(DEATHS) instanceof List<?> deaths
                        && !deaths.isEmpty()
                        && deaths.get(0) instanceof Map<?, ?> death
                ? Optional.of(of(death))
                : Optional.empty();
    }

    private static Death of(Map<?, ?> death) {
        var keys = death.get("routing-keys");
        return new Death(
                text(death.get("reason")),
                text(death.get("exchange")),
                keys instanceof List<?> list && !list.isEmpty() ? text(list.get(0)) : "",
                text(death.get("queue")));
    }

    private static String text(@Nullable Object value) {
        return value == null ? "" : value.toString();
    }
}
