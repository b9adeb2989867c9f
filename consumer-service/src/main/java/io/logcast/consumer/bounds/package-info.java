/** Bounds in bytes for events that are held in memory. */
@NullMarked
package io.logcast.consumer.bounds;

import org.jspecify.annotations.NullMarked;
