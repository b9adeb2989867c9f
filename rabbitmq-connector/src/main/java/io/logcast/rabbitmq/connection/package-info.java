/** Connections to the broker that recover by themselves, and their sockets. */
@NullMarked
package io.logcast.rabbitmq.connection;

import org.jspecify.annotations.NullMarked;
