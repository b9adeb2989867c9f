package io.logcast.rabbitmq.incoming;

import io.logcast.rabbitmq.attributes.ChannelAttributes;
import io.logcast.rabbitmq.topology.Arguments;
import io.logcast.rabbitmq.topology.TopologyReader;
import java.time.Duration;
import java.util.Map;

/**
 * How a channel consumes.
 *
 * @param prefetch how many messages may be delivered and not settled
 * @param windowBytes the limit for the bytes of these messages, headers included; once it is reached, no more messages are taken
 * @param giveBackAfter zero for never
 * @param queue empty if the broker names it
 * @param autoDelete whether the queue is deleted with its last consumer
 * @param consumerTag empty if the broker chooses it
 */
public record ConsumeSettings(
        String channel,
        int prefetch,
        long windowBytes,
        Duration giveBackAfter,
        String queue,
        boolean autoDelete,
        boolean autoAck,
        boolean exclusive,
        String consumerTag,
        Map<String, Object> consumerArguments) {

    private static final int MOST_OUTSTANDING = 65_535;
    private static final int LEAST_BYTES = 64 * 1024;

    /** Whether the broker names the queue. */
    boolean isServerNamed() {
        return queue.isEmpty();
    }

    public static ConsumeSettings of(ChannelAttributes attributes) {
        var queue = TopologyReader.queueName(attributes);
        return new ConsumeSettings(
                attributes.channel(),
                attributes.number("max-outstanding-messages", 1, MOST_OUTSTANDING),
                attributes.number("max-outstanding-bytes", LEAST_BYTES, Integer.MAX_VALUE),
                attributes.millis("give-back-after"),
                queue,
                // If the broker has named the queue, this connector deletes it.
                !queue.isEmpty() && attributes.flag("queue.auto-delete"),
                attributes.flag("auto-acknowledgement"),
                attributes.flag("consumer-exclusive"),
                attributes.find("consumer-tag").orElse(""),
                attributes.find("consumer-arguments").map(Arguments::parse).orElse(Map.of()));
    }
}
