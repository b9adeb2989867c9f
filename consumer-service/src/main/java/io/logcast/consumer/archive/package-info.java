/** Stores every event once in PostgreSQL, and serves stored events by id. */
@NullMarked
package io.logcast.consumer.archive;

import org.jspecify.annotations.NullMarked;
