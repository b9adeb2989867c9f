/** Connections to the broker that come back by themselves, and the sockets under them. */
@NullMarked
package io.logcast.rabbitmq.connection;

import org.jspecify.annotations.NullMarked;
