/** Finds a RabbitMQ that this machine can run, and runs it privately. */
@NullMarked
package io.logcast.local.rabbitmq;

import org.jspecify.annotations.NullMarked;
