/** Replays from the archive into one subscription, step by step, by whichever replica has claimed them. */
@NullMarked
package io.logcast.consumer.backfill;

import org.jspecify.annotations.NullMarked;
