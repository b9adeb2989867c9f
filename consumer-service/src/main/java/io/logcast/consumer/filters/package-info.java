/** Which events a reader wants: the same filter for the search and for the live tail. */
@NullMarked
package io.logcast.consumer.filters;

import org.jspecify.annotations.NullMarked;
