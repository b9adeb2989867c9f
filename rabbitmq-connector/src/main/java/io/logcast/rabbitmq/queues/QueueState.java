package io.logcast.rabbitmq.queues;

/**
 * What the broker tells of a queue at this moment.
 *
 * @param messages that are ready for a consumer
 * @param consumers of all applications
 */
public record QueueState(int messages, int consumers) {}
