package io.logcast.consumer.statistics;

import java.time.Instant;

/**
 * From one time to another.
 *
 * @param to the end, not included
 */
record TimeRange(Instant from, Instant to) {}
