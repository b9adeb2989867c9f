/** The properties and headers of messages: read from a delivery, and copied to another message. */
@NullMarked
package io.logcast.rabbitmq.messages;

import org.jspecify.annotations.NullMarked;
