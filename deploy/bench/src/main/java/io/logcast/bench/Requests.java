package io.logcast.bench;

import java.time.Duration;

/**
 * What those saw who sent a run's messages over HTTP.
 *
 * @param count requests that were answered
 * @param p50 half of the answers came within it
 * @param residentMebibytes the memory of the candidate's own process after the run
 */
public record Requests(long count, Duration p50, Duration p99, Duration p999, long residentMebibytes) {}
