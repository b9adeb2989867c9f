/** Asks the consumers over RabbitMQ where an event is. */
@NullMarked
package io.logcast.producer.receipts;

import org.jspecify.annotations.NullMarked;
