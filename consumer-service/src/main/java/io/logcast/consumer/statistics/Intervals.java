package io.logcast.consumer.statistics;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.stream.LongStream;
import java.util.stream.Stream;

/**
 * A span of time, divided into intervals of one length that begin at multiples of it since 1970.
 *
 * @param first the number of the first interval
 * @param last the number of the last
 */
record Intervals(Duration length, long first, long last) {

    private static final List<Duration> LENGTHS = Stream.of(
                    LongStream.of(1, 2, 5, 10, 15, 30).mapToObj(Duration::ofSeconds),
                    LongStream.of(1, 2, 5, 10, 15, 30).mapToObj(Duration::ofMinutes),
                    LongStream.of(1, 2, 3, 6, 12).mapToObj(Duration::ofHours),
                    LongStream.of(1, 2, 7, 14, 30, 90, 365, 3_650, 36_500, 106_751)
                            .mapToObj(Duration::ofDays))
            .flatMap(lengths -> lengths)
            .toList();
    private static final Duration LONGEST = LENGTHS.get(LENGTHS.size() - 1);
    // Lengths above are whole minutes, so that they can be answered from counts by minute.
    private static final Duration LONGEST_IN_SECONDS = Duration.ofMinutes(10);

    /**
     * Divides the range into at most this many intervals, as short as possible, of a round number of seconds, minutes,
     * hours or days; into two of the longest if the range does not fit into the single one that is allowed.
     */
    static Intervals of(TimeRange range, int most) {
        var inSeconds = Duration.between(range.from(), range.to()).compareTo(LONGEST_IN_SECONDS) <= 0;
        return LENGTHS.stream()
                .filter(length -> inSeconds || length.compareTo(Duration.ofMinutes(1)) >= 0)
                .map(length -> new Intervals(
                        length, number(range.from(), length), number(range.to().minusNanos(1), length)))
                .filter(intervals -> intervals.last - intervals.first < most)
                .findFirst()
                .orElseGet(() -> new Intervals(
                        LONGEST,
                        number(range.from(), LONGEST),
                        number(range.to().minusNanos(1), LONGEST)));
    }

    private static long number(Instant instant, Duration length) {
        return Math.floorDiv(instant.getEpochSecond(), length.toSeconds());
    }

    LongStream numbers() {
        return LongStream.rangeClosed(first, last);
    }

    Instant start(long number) {
        return Instant.ofEpochSecond(number * length.toSeconds());
    }
}
