package io.logcast.rabbitmq;

import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The headers that a dead letter has, from the failure strategy {@code dead-letter} or from another consumer of ours. */
public final class DeadLetterHeaders {

    /** The failure's message. */
    public static final String REASON = "x-dead-letter-reason";

    /** The class of the failure. */
    public static final String FAILURE = "x-dead-letter-failure";

    /** The queue that the message was consumed from. */
    public static final String QUEUE = "x-dead-letter-queue";

    /** The exchange that the message was published to. */
    public static final String EXCHANGE = "x-dead-letter-exchange";

    /** The routing key that the message was published with. */
    public static final String ROUTING_KEY = "x-dead-letter-routing-key";

    // A message's headers have to fit into one frame.
    private static final int LONGEST_REASON = 1024;

    private DeadLetterHeaders() {}

    /**
     * The headers for a message that a consumer gives up.
     *
     * @param reason shortened if it is long
     * @param failure the class of the failure; null if there is none, such as for a message that somebody rejected
     * @param exchange the one that the message was published to
     * @param routingKey the one that it was published with
     */
    public static Map<String, Object> of(
            String reason, @Nullable Class<?> failure, String queue, String exchange, String routingKey) {
        var headers = new HashMap<String, Object>();
        headers.put(REASON, shortened(reason));
        if (failure != null) {
            headers.put(FAILURE, failure.getName());
        }
        headers.put(QUEUE, queue);
        headers.put(EXCHANGE, exchange);
        headers.put(ROUTING_KEY, routingKey);
        return headers;
    }

    private static String shortened(String reason) {
        return reason.getBytes(StandardCharsets.UTF_8).length <= LONGEST_REASON
                ? reason
                : reason.substring(0, Math.min(reason.length(), LONGEST_REASON / 3)) + "...";
    }
}
