/** Publishing with confirms: every message ends acked or nacked, within its deadline. */
@NullMarked
package io.logcast.rabbitmq.outgoing;

import org.jspecify.annotations.NullMarked;
