package io.logcast.rabbitmq;

/** The headers that the failure strategy {@code dead-letter} adds to a message. */
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

    private DeadLetterHeaders() {}
}
