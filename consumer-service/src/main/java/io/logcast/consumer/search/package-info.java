/** Finds events in the archive. */
@NullMarked
package io.logcast.consumer.search;

import org.jspecify.annotations.NullMarked;
