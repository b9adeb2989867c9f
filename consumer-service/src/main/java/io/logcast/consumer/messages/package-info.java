/** What RabbitMQ delivers, read as log events: our own messages, and the text messages of others. */
@NullMarked
package io.logcast.consumer.messages;

import org.jspecify.annotations.NullMarked;
