package io.logcast.consumer.subscriptions;

/**
 * The exchanges that get every event, and the one for events that are given back.
 *
 * @param all the broadcast itself, a fanout exchange
 * @param topic matches patterns of routing keys
 * @param headers matches routing attributes
 * @param givenBack gets the events that subscribers gave back, by the key of their subscription
 */
record Exchanges(String all, String topic, String headers, String givenBack) {}
