/** Request and reply over RabbitMQ. */
@NullMarked
package io.logcast.rabbitmq.requests;

import org.jspecify.annotations.NullMarked;
