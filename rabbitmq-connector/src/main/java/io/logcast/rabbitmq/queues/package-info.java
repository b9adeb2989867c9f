/**
 * Queues that are made, read and deleted while the application runs, which no channel of Reactive Messaging can express. Their
 * messages are acknowledged by {@code QueueChannel} and {@code BulkReader}; those of channels in {@code
 * io.logcast.rabbitmq.incoming}.
 */
@NullMarked
package io.logcast.rabbitmq.queues;

import org.jspecify.annotations.NullMarked;
