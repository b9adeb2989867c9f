package io.logcast.consumer.backfill;

import io.logcast.consumer.archive.table.Arrivals.Arrival;
import io.logcast.consumer.filters.EventTime;
import io.logcast.consumer.filters.FilterParameters;
import io.logcast.consumer.filters.LogFilter;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A replay from the archive into a subscription, in the order of arrival.
 *
 * @param generation the subscription's generation; one with another generation is another subscription of that name
 * @param filter the parameters of the filter, by name
 * @param rate events a second
 * @param seam whether it was started with a new subscription, for the events that were published before its queue was
 *     bound
 * @param startedAt by the database's clock
 * @param until it sends the events that arrived up to this time; null while the time is not known
 * @param position everything up to here was sent
 * @param detail what it waits for, or why it ended; null if there is nothing to say
 */
record Backfill(
        UUID id,
        String subscription,
        String generation,
        Map<String, String> filter,
        int rate,
        boolean seam,
        Instant startedAt,
        @Nullable Instant until,
        Arrival position,
        long sent,
        State state,
        @Nullable String detail,
        @Nullable Instant endedAt) {

    // Events arrive after they were observed, unless the clocks of producer and database differ.
    private static final Duration CLOCKS = Duration.ofMinutes(5);

    /** Whether it is still running, and if not, how it ended. */
    enum State {
        RUNNING,
        /** Everything was sent. */
        DONE,
        /** A caller ended it, or it could not go on. */
        STOPPED
    }

    /** What it sends. */
    LogFilter logFilter() {
        return FilterParameters.of(filter, startedAt);
    }

    /** A position before the first event that the filter can match. */
    static Arrival begin(LogFilter filter) {
        // An event's own timestamp says nothing about its arrival.
        return Arrival.endOf(
                filter.from() == null || filter.time() == EventTime.OWN
                        ? Instant.EPOCH
                        : filter.from().minus(CLOCKS));
    }
}
