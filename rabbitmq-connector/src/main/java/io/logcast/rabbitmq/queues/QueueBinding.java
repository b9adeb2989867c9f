package io.logcast.rabbitmq.queues;

import java.util.Map;

/**
 * One binding of a queue.
 *
 * @param arguments the binding's; a headers exchange matches by them
 */
public record QueueBinding(String exchange, String routingKey, Map<String, Object> arguments) {}
