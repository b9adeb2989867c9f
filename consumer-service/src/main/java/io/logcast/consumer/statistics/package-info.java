/** Counts the events of a filter: over time, by the values of their fields, and by source. */
@NullMarked
package io.logcast.consumer.statistics;

import org.jspecify.annotations.NullMarked;
