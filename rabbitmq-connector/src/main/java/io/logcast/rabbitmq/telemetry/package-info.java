/** Metrics and traces of the channels. */
@NullMarked
package io.logcast.rabbitmq.telemetry;

import org.jspecify.annotations.NullMarked;
