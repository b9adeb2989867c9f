package io.logcast.consumer.statistics;

import com.fasterxml.jackson.databind.PropertyNamingStrategies.SnakeCaseStrategy;
import com.fasterxml.jackson.databind.annotation.JsonNaming;
import io.quarkus.runtime.annotations.RegisterForReflection;
import java.time.Instant;
import java.util.List;
import java.util.Map;

/**
 * The events of a filter over time.
 *
 * @param intervalSeconds the length of a bucket
 * @param total how many events all buckets have
 * @param relation whether the total and the buckets are exact
 * @param buckets from the oldest to the newest, including empty ones
 */
@RegisterForReflection
@JsonNaming(SnakeCaseStrategy.class)
record Histogram(Instant from, Instant to, long intervalSeconds, long total, Relation relation, List<Bucket> buckets) {

    /**
     * The events of one interval.
     *
     * @param start a multiple of the interval since 1970
     * @param severities how many events each severity has, without those that have none, by the name of its range:
     *     {@code ERROR} for {@code ERROR3}
     */
    @RegisterForReflection
    record Bucket(Instant start, long count, Map<String, Long> severities) {}

    static Histogram of(TimeRange range, Intervals intervals, Tally tally) {
        var buckets = intervals
                .numbers()
                .mapToObj(number -> new Bucket(
                        intervals.start(number), tally.total(number), Severities.ranges(tally.values(number))))
                .toList();
        var total = buckets.stream().mapToLong(Bucket::count).sum();
        return new Histogram(
                range.from(), range.to(), intervals.length().toSeconds(), total, tally.relation(), buckets);
    }
}
