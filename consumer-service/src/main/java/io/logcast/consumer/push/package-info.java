/**
 * Pushes subscriptions: takes messages from their queues, sends them to their targets, and tries again when that fails.
 */
@NullMarked
package io.logcast.consumer.push;

import org.jspecify.annotations.NullMarked;
