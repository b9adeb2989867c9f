/** What the channels tell about the broker, for health checks. */
@NullMarked
package io.logcast.rabbitmq.health;

import org.jspecify.annotations.NullMarked;
