package io.logcast.rabbitmq.connector;

/**
 * Whether a channel can currently reach the broker.
 *
 * @param role publisher or consumer
 * @param up for a publisher, whether a message would be sent now; for a consumer, whether it is registered at the broker
 */
public record ChannelStatus(String channel, String role, boolean up) {}
