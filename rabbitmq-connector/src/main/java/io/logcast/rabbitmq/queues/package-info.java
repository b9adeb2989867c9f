/**
 * Queues that are made, read and deleted while the application runs, which no channel of Reactive Messaging can express.
 */
@NullMarked
package io.logcast.rabbitmq.queues;

import org.jspecify.annotations.NullMarked;
