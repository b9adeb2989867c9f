/** Publishing to and consuming from RabbitMQ: both connectors, the plain client, PerfTest. */
@NullMarked
package io.logcast.bench.rabbitmq;

import org.jspecify.annotations.NullMarked;
