package io.logcast.rabbitmq.topology;

import io.logcast.rabbitmq.attributes.Attribute.Direction;
import io.logcast.rabbitmq.attributes.ChannelAttributes;
import io.logcast.rabbitmq.attributes.KnownAttributes;
import io.logcast.rabbitmq.topology.Declaration.BoundQueue;
import io.logcast.rabbitmq.topology.Declaration.Exchange;
import io.logcast.rabbitmq.topology.Declaration.Queue;
import io.logcast.rabbitmq.topology.Topology.ConsumedQueue;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/** Reads what a channel declares from its attributes and from the shared blocks that it names. */
public final class TopologyReader {

    private final Function<String, Map<String, ?>> argumentBeans;
    private final TopologyBlocks blocks;
    private final Deviations deviations;

    /**
     * @param argumentBeans finds a bean of arguments by its identifier; an empty map if it does not exist
     * @param deviations collects queues with other limits
     */
    public TopologyReader(
            Function<String, Map<String, ?>> argumentBeans, TopologyBlocks blocks, Deviations deviations) {
        this.argumentBeans = argumentBeans;
        this.blocks = blocks;
        this.deviations = deviations;
    }

    public Topology read(ChannelAttributes channel) {
        var declarations = new ArrayList<Declaration>();
        channel.list("topology").forEach(block -> declarations.addAll(blocks.read(block)));
        var exchange = exchangeName(channel);
        if (channel.flag("exchange.declare") && !exchange.isEmpty()) {
            declarations.add(exchange(channel, exchange));
        }
        if (channel.direction() == Direction.OUTGOING) {
            return new Topology(channel.channel(), declarations, ConsumedQueue.NONE, deviations);
        }
        var queue = queueName(channel);
        if (channel.flag("auto-bind-dlq")) {
            declarations.addAll(deadLetters(channel, queue));
        }
        var arguments = queueArguments(channel, queue);
        if (!queue.isEmpty() && channel.flag("queue.declare")) {
            declarations.add(queue(channel, queue, arguments));
            declarations.addAll(bindings(channel, queue, exchange));
        }
        var own = new ConsumedQueue(queue, arguments, exchange, routingKeys(channel), bindingArguments(channel));
        return new Topology(channel.channel(), declarations, own, deviations);
    }

    /** The channel's exchange; empty for the default exchange. */
    public static String exchangeName(ChannelAttributes channel) {
        return channel.find("exchange.name")
                .map(name -> "\"\"".equals(name) ? "" : name)
                .orElseGet(channel::channel);
    }

    /** The channel's queue; empty if the broker names it. */
    public static String queueName(ChannelAttributes channel) {
        return channel.find("queue.name")
                .map(name -> KnownAttributes.SERVER_NAMED.equals(name) ? "" : name)
                .orElseGet(channel::channel);
    }

    private Exchange exchange(ChannelAttributes channel, String name) {
        return new Exchange(
                name,
                channel.text("exchange.type"),
                channel.flag("exchange.durable"),
                channel.flag("exchange.auto-delete"),
                beans(channel.find("exchange.arguments"), "exchange.arguments", channel));
    }

    private static Queue queue(ChannelAttributes channel, String name, Map<String, Object> arguments) {
        return new Queue(
                name,
                channel.flag("queue.durable"),
                channel.flag("queue.exclusive"),
                channel.flag("queue.auto-delete"),
                arguments);
    }

    private Map<String, Object> queueArguments(ChannelAttributes channel, String name) {
        var arguments = beans(channel.find("queue.arguments"), "queue.arguments", channel);
        if (channel.flag("auto-bind-dlq")) {
            arguments.put("x-dead-letter-exchange", channel.text("dead-letter-exchange"));
            arguments.put("x-dead-letter-routing-key", deadLetterKey(channel, name));
        }
        channel.findMillis("queue.ttl")
                .ifPresent(ttl -> arguments.put("x-message-ttl", Arguments.typed(Long.toString(ttl.toMillis()))));
        channel.find("queue.single-active-consumer")
                .ifPresent(single -> arguments.put("x-single-active-consumer", Boolean.valueOf(single)));
        channel.startingWith("queue.x-").forEach((rest, value) -> arguments.put("x-" + rest, Arguments.typed(value)));
        return arguments;
    }

    private static List<Declaration> bindings(ChannelAttributes channel, String queue, String exchange) {
        if (exchange.isEmpty()) {
            return List.of();
        }
        var arguments = bindingArguments(channel);
        return routingKeys(channel).stream()
                .<Declaration>map(key -> new BoundQueue(queue, exchange, key, arguments))
                .toList();
    }

    private List<Declaration> deadLetters(ChannelAttributes channel, String queue) {
        var exchange = channel.text("dead-letter-exchange");
        var declarations = new ArrayList<Declaration>();
        if (channel.flag("dlx.declare")) {
            var type = channel.text("dead-letter-exchange-type");
            var arguments = beans(channel.find("dead-letter-exchange.arguments"), "", channel);
            declarations.add(new Exchange(exchange, type, true, false, arguments));
        }
        var name = channel.find("dead-letter-queue-name").orElse(queue + ".dlq");
        declarations.add(new Queue(name, true, false, false, deadLetterArguments(channel)));
        declarations.add(new BoundQueue(name, exchange, deadLetterKey(channel, queue), Map.of()));
        return declarations;
    }

    private Map<String, Object> deadLetterArguments(ChannelAttributes channel) {
        var arguments = beans(channel.find("dead-letter-queue.arguments"), "", channel);
        channel.find("dead-letter-dlx").ifPresent(dlx -> arguments.put("x-dead-letter-exchange", dlx));
        channel.find("dead-letter-dlx-routing-key").ifPresent(key -> arguments.put("x-dead-letter-routing-key", key));
        channel.find("dead-letter-queue-type").ifPresent(type -> arguments.put("x-queue-type", type));
        channel.find("dead-letter-queue-mode").ifPresent(mode -> arguments.put("x-queue-mode", mode));
        channel.findMillis("dead-letter-ttl")
                .ifPresent(ttl -> arguments.put("x-message-ttl", Arguments.typed(Long.toString(ttl.toMillis()))));
        return arguments;
    }

    /** The routing key of the channel's dead letters. */
    public static String deadLetterKey(ChannelAttributes channel, String queue) {
        return channel.find("dead-letter-routing-key").orElse(queue);
    }

    private static List<String> routingKeys(ChannelAttributes channel) {
        var keys = channel.list("routing-keys");
        return keys.isEmpty() ? List.of("") : keys;
    }

    private static Map<String, Object> bindingArguments(ChannelAttributes channel) {
        return channel.find("arguments").map(Arguments::parse).orElse(Map.of());
    }

    private Map<String, Object> beans(Optional<String> identifier, String attribute, ChannelAttributes channel) {
        var id = identifier.or(() -> attribute.isEmpty() ? Optional.empty() : Optional.of(channel.text(attribute)));
        var arguments = new HashMap<String, Object>();
        id.map(argumentBeans).ifPresent(arguments::putAll);
        return arguments;
    }
}
