package io.logcast.consumer.subscriptions;

import io.logcast.rabbitmq.messages.Death;
import java.util.Comparator;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * Why a queue dropped a message.
 *
 * @param reason the broker's: maxlen, expired or delivery_limit
 */
public record Drop(String queue, String reason) implements Comparable<Drop> {

    // Set by this service, on events that it drops itself.
    private static final String QUEUE = "x-logcast-dropped-queue";
    private static final String REASON = "x-logcast-dropped-reason";

    /** Reads the headers of a dropped message; empty if they do not say it. */
    static Optional<Drop> of(Map<String, Object> headers) {
        return headers.containsKey(QUEUE)
                ? Optional.of(new Drop(String.valueOf(headers.get(QUEUE)), String.valueOf(headers.get(REASON))))
                : Death.last(headers).map(death -> new Drop(death.queue(), death.reason()));
    }

    /** The headers of a message that this service sends to be counted, in place of the broker's dead letter. */
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
