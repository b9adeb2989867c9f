/** Bounds in bytes for what is held of events. */
@NullMarked
package io.logcast.consumer.bounds;

import org.jspecify.annotations.NullMarked;
