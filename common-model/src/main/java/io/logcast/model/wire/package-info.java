/** The message on the wire: events as JSON lines, the AMQP properties around them, and messages of others. */
@NullMarked
package io.logcast.model.wire;

import org.jspecify.annotations.NullMarked;
