/** The log event: its fields, their limits, and the routing key that follows from it. */
@NullMarked
package io.logcast.model.event;

import org.jspecify.annotations.NullMarked;
