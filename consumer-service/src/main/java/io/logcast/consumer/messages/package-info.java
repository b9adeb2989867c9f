/** What RabbitMQ delivers, read as log events: our own messages, and those of other publishers. */
@NullMarked
package io.logcast.consumer.messages;

import org.jspecify.annotations.NullMarked;
