package io.logcast.rabbitmq.topology;

import com.rabbitmq.client.Channel;
import io.logcast.rabbitmq.connection.BrokerLink;
import java.io.IOException;
import java.util.List;
import java.util.Map;

/**
 * What a channel wants the broker to have, in the order in which it is declared.
 *
 * @param own the queue that the channel consumes from, if it is an incoming one
 */
public record Topology(String channel, List<Declaration> declarations, ConsumedQueue own) {

    /**
     * The queue that a channel consumes from.
     *
     * @param name empty where the broker names it
     * @param exchange what a queue named by the broker is bound to; empty for the default exchange
     */
    public record ConsumedQueue(
            String name, String exchange, List<String> routingKeys, Map<String, Object> bindingArguments) {

        static final ConsumedQueue NONE = new ConsumedQueue("", "", List.of(), Map.of());
    }

    /** Blocks of shared topology, in this order. */
    public static Topology of(String channel, List<String> names, TopologyBlocks blocks) {
        var declarations =
                names.stream().flatMap(name -> blocks.read(name).stream()).toList();
        return new Topology(channel, declarations, ConsumedQueue.NONE);
    }

    /** For a channel that declares nothing. */
    public static Topology none(String channel) {
        return new Topology(channel, List.of(), ConsumedQueue.NONE);
    }

    /**
     * Declares everything, on an AMQP channel of its own, since a refused declaration closes it.
     *
     * @throws TopologyMismatchException if the broker has something else under the same name
     * @throws IOException if the broker cannot be asked, or refuses for another reason
     */
    public void declareOn(BrokerLink link) throws IOException {
        if (declarations.isEmpty()) {
            return;
        }
        try {
            link.discard(link.openChannel(this::declare));
        } catch (IOException e) {
            throw TopologyMismatchException.of(channel, e)
                    .map(IOException.class::cast)
                    .orElse(e);
        }
    }

    private Channel declare(Channel declaring) throws IOException {
        for (var declaration : declarations) {
            declaration.declare(declaring);
        }
        return declaring;
    }

    /**
     * The name of the queue to consume from. One that the broker names is declared and bound by this: exclusive, gone
     * with the connection.
     */
    public String consumedQueue(Channel on) throws IOException {
        if (!own.name().isEmpty()) {
            return own.name();
        }
        var named = on.queueDeclare("", false, true, true, Map.of()).getQueue();
        if (!own.exchange().isEmpty()) {
            for (var routingKey : own.routingKeys()) {
                on.queueBind(named, own.exchange(), routingKey, own.bindingArguments());
            }
        }
        return named;
    }
}
