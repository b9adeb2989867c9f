package io.logcast.rabbitmq.outgoing;

import io.logcast.rabbitmq.attributes.ChannelAttributes;
import io.logcast.rabbitmq.topology.TopologyReader;
import java.time.Duration;
import java.util.Optional;

/**
 * How a channel publishes.
 *
 * @param exchange empty for the default exchange
 * @param window the most messages in flight, that is accepted and neither acked nor nacked
 * @param timeout how long a message may be without an outcome after it was accepted; then it is nacked
 * @param grace how long a message may wait while the connection is lost or blocked
 * @param defaultTtl in milliseconds, as text, which is how AMQP encodes it
 */
public record PublishSettings(
        String channel,
        String exchange,
        String defaultRoutingKey,
        Optional<String> defaultTtl,
        int window,
        Duration timeout,
        Duration grace) {

    private static final int MOST_IN_FLIGHT = 65_536;
    private static final Duration DEAD_LETTER_TIMEOUT = Duration.ofSeconds(5);

    public static PublishSettings of(ChannelAttributes attributes) {
        return new PublishSettings(
                attributes.channel(),
                TopologyReader.exchangeName(attributes),
                attributes.text("default-routing-key"),
                attributes.findMillis("default-ttl").map(ttl -> Long.toString(ttl.toMillis())),
                attributes.number("max-inflight-messages", 1, MOST_IN_FLIGHT),
                attributes.millis("publish-timeout"),
                attributes.millis("unavailable-grace"));
    }

    /** For the dead letters of an incoming channel. The window is that channel's number of outstanding messages. */
    public static PublishSettings ofDeadLetters(ChannelAttributes incoming) {
        return new PublishSettings(
                incoming.channel() + " dead letters",
                incoming.text("dead-letter-exchange"),
                "",
                Optional.empty(),
                incoming.number("max-outstanding-messages"),
                DEAD_LETTER_TIMEOUT,
                Duration.ZERO);
    }
}
