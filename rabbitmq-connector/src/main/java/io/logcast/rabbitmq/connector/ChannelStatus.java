package io.logcast.rabbitmq.connector;

/**
 * A channel's state at the broker.
 *
 * @param role publisher or consumer
 * @param up whether a message would be sent, or a consumer is registered, at this moment
 */
public record ChannelStatus(String channel, String role, boolean up) {}
