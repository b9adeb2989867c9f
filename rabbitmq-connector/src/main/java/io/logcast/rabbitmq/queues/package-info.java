/**
 * Queues that are made, read and deleted while the application runs, which channels of Reactive Messaging cannot do. Their
 * messages are acknowledged by {@code QueueChannel} and {@code BulkReader}; those of channels in {@code
 * io.logcast.rabbitmq.incoming}.
 */
@NullMarked
package io.logcast.rabbitmq.queues;

import org.jspecify.annotations.NullMarked;
