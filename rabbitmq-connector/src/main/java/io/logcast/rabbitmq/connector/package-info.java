/** The entry point for Reactive Messaging: creates, starts and stops the channels. */
@NullMarked
package io.logcast.rabbitmq.connector;

import org.jspecify.annotations.NullMarked;
