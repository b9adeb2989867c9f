/** Messages that can never be processed: moves them from their queue into a table, shows and replays them. */
@NullMarked
package io.logcast.consumer.deadletters;

import org.jspecify.annotations.NullMarked;
