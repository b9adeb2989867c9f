package io.logcast.chaos.report;

import org.jspecify.annotations.Nullable;

/**
 * The recovery after the nemesis.
 *
 * @param acceptingSeconds the time from the repair to the first new request that was answered 202; null for never
 * @param archivedSeconds the time from the repair until everything accepted before it was archived; null for never
 * @param attached whether all consumers consumed again, including the live tails
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
