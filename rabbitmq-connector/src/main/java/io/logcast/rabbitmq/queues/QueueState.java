package io.logcast.rabbitmq.queues;

/**
 * The state of a queue at this moment, according to the broker.
 *
 * @param messages how many are ready for a consumer
 * @param consumers how many all applications have
 */
public record QueueState(int messages, int consumers) {}
