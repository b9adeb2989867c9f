package io.logcast.bench;

import java.time.Duration;

/**
 * What the HTTP clients of a run measured.
 *
 * @param count requests that were answered
 * @param p50 the median time to the answer
 * @param residentMebibytes the memory of the candidate's own process after the run
 */
public record Requests(long count, Duration p50, Duration p99, Duration p999, long residentMebibytes) {}
