package io.logcast.rabbitmq.health;

/**
 * A channel's state at the broker.
 *
 * @param role publisher or consumer
 * @param opened whether it could be opened at least once since the start
 * @param up whether a message would be sent, or a consumer is registered, at this moment
 */
public record ChannelStatus(String channel, String role, boolean opened, boolean up) {}
