package io.logcast.consumer.subscriptions;

/**
 * The exchanges that have every event, and the one for what comes back.
 *
 * @param all the broadcast itself, a fanout exchange
 * @param topic matches patterns of routing keys
 * @param headers matches routing attributes
 * @param givenBack has what subscribers gave back, by the key of their subscription
 */
record Exchanges(String all, String topic, String headers, String givenBack) {}
