/**
 * Starts RabbitMQ, PostgreSQL and the services on this machine, as processes that end with the process that started
 * them.
 */
@NullMarked
package io.logcast.local;

import org.jspecify.annotations.NullMarked;
