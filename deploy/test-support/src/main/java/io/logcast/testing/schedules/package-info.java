/** Runs the same code in many interleavings of its threads. */
@NullMarked
package io.logcast.testing.schedules;

import org.jspecify.annotations.NullMarked;
