/** The table {@code log_event}: each statement that reads or writes it. */
@NullMarked
package io.logcast.consumer.archive.table;

import org.jspecify.annotations.NullMarked;
