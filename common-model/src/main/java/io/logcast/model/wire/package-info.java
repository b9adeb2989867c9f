/** The message on the wire: events as JSON lines, the AMQP properties around them, and other publishers' messages. */
@NullMarked
package io.logcast.model.wire;

import org.jspecify.annotations.NullMarked;
