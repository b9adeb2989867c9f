/** Publishing with confirms: every message is acked or nacked by its deadline. */
@NullMarked
package io.logcast.rabbitmq.outgoing;

import org.jspecify.annotations.NullMarked;
