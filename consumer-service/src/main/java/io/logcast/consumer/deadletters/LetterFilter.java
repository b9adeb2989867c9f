package io.logcast.consumer.deadletters;

import org.jspecify.annotations.Nullable;

/**
 * Selects dead letters; a null matches everything.
 *
 * @param queue the queue that they come from
 */
record LetterFilter(@Nullable Kind kind, @Nullable String queue) {

    static final LetterFilter ALL = new LetterFilter(null, null);
}
