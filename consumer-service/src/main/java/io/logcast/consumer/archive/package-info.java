/** Stores every event once in PostgreSQL, and serves what is stored. */
@NullMarked
package io.logcast.consumer.archive;

import org.jspecify.annotations.NullMarked;
