/** Exchanges, queues and bindings, as configured and as declared on the broker. */
@NullMarked
package io.logcast.rabbitmq.topology;

import org.jspecify.annotations.NullMarked;
