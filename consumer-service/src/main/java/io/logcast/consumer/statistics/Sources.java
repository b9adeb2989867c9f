package io.logcast.consumer.statistics;

import com.fasterxml.jackson.databind.PropertyNamingStrategies.SnakeCaseStrategy;
import com.fasterxml.jackson.databind.annotation.JsonNaming;
import io.logcast.consumer.archive.table.Breakdown;
import io.quarkus.runtime.annotations.RegisterForReflection;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;

/**
 * The sources of the events of a span of time.
 *
 * @param relation whether the counts are exact
 * @param sources the sources with the most events first
 * @param more whether there are more than are listed
 */
@RegisterForReflection
record Sources(Instant from, Instant to, Relation relation, List<Source> sources, boolean more) {

    private static final double MILLIS_PER_SECOND = 1_000;

    /**
     * A source.
     *
     * @param events how many, from {@code from} to {@code to}
     * @param errors how many of these are ERROR or above
     * @param eventsPerSecond on average
     * @param lastSeen the observed timestamp of the latest of these
     */
    @RegisterForReflection
    @JsonNaming(SnakeCaseStrategy.class)
    record Source(String source, long events, long errors, double eventsPerSecond, Instant lastSeen) {}

    static Sources of(TimeRange range, Tally tally, int most) {
        var errors = tally.values(Breakdown.ERRORS);
        var seconds = Duration.between(range.from(), range.to()).toMillis() / MILLIS_PER_SECOND;
        var sources = tally.counts(Breakdown.EVENTS).entrySet().stream()
                .map(source -> new Source(
                        source.getKey(),
                        source.getValue().events(),
                        errors.getOrDefault(source.getKey(), 0L),
                        source.getValue().events() / seconds,
                        source.getValue().last()))
                .sorted(Comparator.comparingLong(Source::events)
                        .thenComparing(Source::lastSeen)
                        .reversed()
                        .thenComparing(Source::source))
                .toList();
        var isExact = tally.relation() == Relation.EXACT && tally.hasAllValues(Breakdown.ERRORS);
        return new Sources(
                range.from(),
                range.to(),
                Relation.of(isExact),
                sources.subList(0, Math.min(most, sources.size())),
                sources.size() > most || !tally.hasAllValues(Breakdown.EVENTS));
    }
}
