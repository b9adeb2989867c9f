package io.logcast.rabbitmq.incoming;

import io.logcast.rabbitmq.attributes.ChannelAttributes;
import io.logcast.rabbitmq.topology.Arguments;
import io.logcast.rabbitmq.topology.TopologyReader;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;

/**
 * How a channel consumes.
 *
 * @param prefetch delivered and not settled, at most
 * @param giveBackAfter zero for never
 * @param consumerTag empty for one of the broker's
 */
public record ConsumeSettings(
        String channel,
        int prefetch,
        Duration giveBackAfter,
        boolean autoAck,
        boolean exclusive,
        String consumerTag,
        Map<String, Object> consumerArguments,
        String failureStrategy,
        String deadLetterKey,
        Optional<String> contentTypeOverride) {

    private static final int MOST_OUTSTANDING = 65_535;

    public static ConsumeSettings of(ChannelAttributes attributes) {
        return new ConsumeSettings(
                attributes.channel(),
                attributes.number("max-outstanding-messages", 1, MOST_OUTSTANDING),
                attributes.millis("give-back-after"),
                attributes.flag("auto-acknowledgement"),
                attributes.flag("consumer-exclusive"),
                attributes.find("consumer-tag").orElse(""),
                attributes.find("consumer-arguments").map(Arguments::parse).orElse(Map.of()),
                attributes.text("failure-strategy"),
                TopologyReader.deadLetterKey(attributes, TopologyReader.queueName(attributes)),
                attributes.find("content-type-override"));
    }
}
