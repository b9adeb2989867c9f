/** Consuming with acknowledgements that only ever reach the channel that delivered. */
@NullMarked
package io.logcast.rabbitmq.incoming;

import org.jspecify.annotations.NullMarked;
