/** Health checks of the channels at the broker. */
@NullMarked
package io.logcast.rabbitmq.health;

import org.jspecify.annotations.NullMarked;
