package io.logcast.consumer.archive.table;

import java.util.List;
import java.util.stream.Stream;

/**
 * A range of time whose counts are read by one length.
 *
 * @param minutes the length that the counts are kept by
 * @param first the first minute since 1970
 * @param end the minute after the last
 */
record CountedSpan(long minutes, long first, long end) {

    /** Divides a range: as much of it as possible goes by the longest steps, its edges by shorter ones. */
    static Stream<CountedSpan> divide(long first, long end, List<CountStep> longestFirst) {
        if (first >= end) {
            return Stream.empty();
        }
        if (longestFirst.isEmpty()) {
            return Stream.of(new CountedSpan(1, first, end));
        }
        var step = longestFirst.get(0);
        var shorter = longestFirst.subList(1, longestFirst.size());
        var inner = new CountedSpan(
                step.minutes(),
                Math.max(step.since(), -Math.floorDiv(-first, step.minutes()) * step.minutes()),
                Math.floorDiv(end, step.minutes()) * step.minutes());
        if (inner.first >= inner.end) {
            return divide(first, end, shorter);
        }
        return Stream.of(divide(first, inner.first, shorter), Stream.of(inner), divide(inner.end, end, shorter))
                .flatMap(spans -> spans);
    }
}
