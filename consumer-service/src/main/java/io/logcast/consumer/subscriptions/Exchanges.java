package io.logcast.consumer.subscriptions;

/**
 * The exchanges that have every event.
 *
 * @param all the broadcast itself, a fanout exchange
 * @param topic matches patterns of routing keys
 * @param headers matches routing attributes
 */
record Exchanges(String all, String topic, String headers) {}
