/**
 * Consuming, with acknowledgements that only reach the channel that delivered. Messages are acknowledged in two places:
 * in {@code AckLedger} for the channels of Reactive Messaging, and in {@link io.logcast.rabbitmq.queues} for all other
 * queues.
 */
@NullMarked
package io.logcast.rabbitmq.incoming;

import org.jspecify.annotations.NullMarked;
