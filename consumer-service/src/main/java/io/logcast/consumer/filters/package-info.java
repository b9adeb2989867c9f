/** Filters of events, the same for the search and for the live tail. */
@NullMarked
package io.logcast.consumer.filters;

import org.jspecify.annotations.NullMarked;
