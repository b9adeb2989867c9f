package io.logcast.rabbitmq.queues;

import java.util.List;
import java.util.Map;

/**
 * A durable queue.
 *
 * @param arguments such as {@code x-queue-type}
 */
public record QueueDefinition(String name, Map<String, Object> arguments, List<QueueBinding> bindings) {

    public QueueDefinition {
        arguments = Map.copyOf(arguments);
        bindings = List.copyOf(bindings);
    }
}
