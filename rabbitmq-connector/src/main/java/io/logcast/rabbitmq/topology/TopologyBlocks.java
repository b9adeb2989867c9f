package io.logcast.rabbitmq.topology;

import io.logcast.rabbitmq.attributes.ChannelAttributes;
import io.logcast.rabbitmq.topology.Declaration.BoundExchange;
import io.logcast.rabbitmq.topology.Declaration.BoundQueue;
import io.logcast.rabbitmq.topology.Declaration.Exchange;
import io.logcast.rabbitmq.topology.Declaration.Queue;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.eclipse.microprofile.config.Config;

/**
 * Definitions shared by channels and services: a block {@code topology.<name>.*} is one exchange or one queue, with its
 * bindings.
 *
 * <pre>
 * topology.archive.queue=logs.archive
 * topology.archive.x-queue-type=quorum
 * topology.archive.bind-to=logs
 * </pre>
 */
public final class TopologyBlocks {

    private static final String PREFIX = "topology.";
    private static final String ARGUMENT = "argument.";
    private static final Set<String> KEYS = Set.of(
            "exchange",
            "queue",
            "type",
            "durable",
            "exclusive",
            "auto-delete",
            "bind-to",
            "routing-keys",
            "binding-arguments");

    private final Config config;

    public TopologyBlocks(Config config) {
        this.config = config;
    }

    /**
     * @throws IllegalArgumentException if the block does not exist, or has an unknown key
     */
    List<Declaration> read(String name) {
        var block = block(name);
        check(name, block);
        var declarations = new ArrayList<Declaration>();
        var exchange = block.get("exchange");
        var queue = block.get("queue");
        if (exchange != null) {
            declarations.add(new Exchange(
                    exchange,
                    block.getOrDefault("type", "topic"),
                    flag(name, block, "durable", "true"),
                    flag(name, block, "auto-delete", "false"),
                    arguments(block)));
        } else if (queue != null) {
            declarations.add(new Queue(
                    queue,
                    flag(name, block, "durable", "true"),
                    flag(name, block, "exclusive", "false"),
                    flag(name, block, "auto-delete", "false"),
                    arguments(block)));
        }
        for (var source : ChannelAttributes.split(block.getOrDefault("bind-to", ""))) {
            for (var key : routingKeys(block)) {
                declarations.add(
                        queue != null
                                ? new BoundQueue(queue, source, key, bindingArguments(block))
                                : new BoundExchange(
                                        block.getOrDefault("exchange", ""), source, key, bindingArguments(block)));
            }
        }
        return declarations;
    }

    private Map<String, String> block(String name) {
        var prefix = PREFIX + name + ".";
        var block = new TreeMap<String, String>();
        for (var property : config.getPropertyNames()) {
            if (property.startsWith(prefix)) {
                config.getOptionalValue(property, String.class)
                        .ifPresent(value -> block.put(property.substring(prefix.length()), value));
            }
        }
        return block;
    }

    private static void check(String name, Map<String, String> block) {
        if (block.containsKey("exchange") == block.containsKey("queue")) {
            throw new IllegalArgumentException("Topology block " + name + " needs one of topology." + name
                    + ".exchange and topology." + name + ".queue");
        }
        block.keySet().stream()
                .filter(key -> !KEYS.contains(key) && !key.startsWith("x-") && !key.startsWith(ARGUMENT))
                .findFirst()
                .ifPresent(key -> {
                    throw new IllegalArgumentException("Topology block " + name + " has an unknown key: " + key);
                });
    }

    private static boolean flag(String name, Map<String, String> block, String key, String otherwise) {
        return ChannelAttributes.flag(block.getOrDefault(key, otherwise), PREFIX + name + "." + key);
    }

    private static List<String> routingKeys(Map<String, String> block) {
        var keys = ChannelAttributes.split(block.getOrDefault("routing-keys", ""));
        return keys.isEmpty() ? List.of("") : keys;
    }

    private static Map<String, Object> arguments(Map<String, String> block) {
        var arguments = new HashMap<String, Object>();
        block.forEach((key, value) -> {
            if (key.startsWith("x-")) {
                arguments.put(key, Arguments.typed(value));
            } else if (key.startsWith(ARGUMENT)) {
                arguments.put(key.substring(ARGUMENT.length()), Arguments.typed(value));
            }
        });
        return arguments;
    }

    private static Map<String, Object> bindingArguments(Map<String, String> block) {
        return Arguments.parse(block.getOrDefault("binding-arguments", ""));
    }
}
