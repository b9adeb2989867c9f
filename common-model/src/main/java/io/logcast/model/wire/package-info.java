/** The message on the wire: events as JSON lines, and the AMQP properties around them. */
@NullMarked
package io.logcast.model.wire;

import org.jspecify.annotations.NullMarked;
