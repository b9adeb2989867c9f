package io.logcast.consumer.deadletters;

import org.jspecify.annotations.Nullable;

/**
 * Which dead letters; what is null does not matter.
 *
 * @param queue the one that they come from
 */
record LetterFilter(@Nullable Kind kind, @Nullable String queue) {

    static final LetterFilter ALL = new LetterFilter(null, null);
}
