/** Where an event is, asked of the consumers over RabbitMQ. */
@NullMarked
package io.logcast.producer.receipts;

import org.jspecify.annotations.NullMarked;
