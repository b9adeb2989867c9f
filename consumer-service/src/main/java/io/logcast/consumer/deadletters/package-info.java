/** Messages that could never be processed: takes them from their queue into a table, and shows them. */
@NullMarked
package io.logcast.consumer.deadletters;

import org.jspecify.annotations.NullMarked;
