package io.logcast.chaos.report;

import org.jspecify.annotations.Nullable;

/**
 * How things went on after the nemesis.
 *
 * @param acceptingSeconds from mended to the first new request that was answered 202; null for never
 * @param archivedSeconds from mended until all that had been accepted by then was archived; null for never
 * @param attached whether all consumers consumed again, those of the live tails included
 * @param allAccepted whether every event was accepted in the end
 * @param drained whether the archive's queue was empty in the end
 */
public record Recovery(
        @Nullable Double acceptingSeconds,
        @Nullable Double archivedSeconds,
        boolean attached,
        boolean allAccepted,
        boolean drained) {

    boolean isComplete() {
        return acceptingSeconds != null && archivedSeconds != null && attached && allAccepted && drained;
    }
}
