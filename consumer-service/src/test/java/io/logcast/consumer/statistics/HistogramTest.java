package io.logcast.consumer.statistics;

import static io.logcast.testing.LogEventFixtures.observedAt;
import static io.restassured.RestAssured.given;
import static java.util.Objects.requireNonNull;
import static java.util.stream.Collectors.counting;
import static java.util.stream.Collectors.groupingBy;
import static org.assertj.core.api.Assertions.assertThat;

import io.logcast.consumer.InMemoryChannels;
import io.logcast.model.event.LogEvent;
import io.logcast.model.event.Severity;
import io.logcast.testing.DatabaseTestResource;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import java.util.function.Predicate;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

@QuarkusTest
@WithTestResource(InMemoryChannels.class)
@WithTestResource(DatabaseTestResource.class)
class HistogramTest extends CountedEvents {

    @ParameterizedTest
    @MethodSource("filters")
    void aHistogramHasEachMatchingEventOnce(Map<String, String> filter, Predicate<LogEvent> matches) {
        for (var most : List.of(1, 7, 60, 1_000)) {
            // When
            var histogram = given().queryParams(filter)
                    .queryParam("buckets", most)
                    .get(LOGS + "/histogram")
                    .jsonPath();
            // Then
            var seconds = histogram.getLong("interval_seconds");
            var expected = EVENTS.stream()
                    .filter(matches)
                    .collect(groupingBy(
                            event -> event.observedTimestamp().getEpochSecond() / seconds * seconds,
                            groupingBy(event -> event.severity().rangeStart().name(), counting())));
            assertThat(histogram.getString("relation")).isEqualTo("exact");
            assertThat(histogram.getLong("total"))
                    .isEqualTo(EVENTS.stream().filter(matches).count());
            List<Map<String, Object>> buckets = histogram.getList("buckets");
            assertThat(buckets.size()).isLessThanOrEqualTo(most);
            for (var bucket : buckets) {
                var start = Instant.parse((String) bucket.get("start")).getEpochSecond();
                var ofBucket = expected.getOrDefault(start, Map.of());
                assertThat(texts((Map<?, ?>) requireNonNull(bucket.get("severities"))))
                        .isEqualTo(texts(ofBucket));
                assertThat(((Number) requireNonNull(bucket.get("count"))).longValue())
                        .isEqualTo(ofBucket.values().stream()
                                .mapToLong(Long::longValue)
                                .sum());
            }
        }
    }

    private static String texts(Map<?, ?> counts) {
        return new TreeMap<>(counts).toString();
    }

    @Test
    void countsByTheEventsOwnTimeIfRequested() throws Exception {
        // Given: sent a day late
        var own = NOON.minus(Duration.ofDays(1));
        events.insertIfAbsent(List.of(
                new LogEvent(UUID.randomUUID(), own, NOON, Severity.ERROR, "shop", "late", Map.of(), null, null)));
        // When
        var histogram = given().queryParam("time", "timestamp")
                .queryParam("to", "2026-01-31T11:00:00Z")
                .get(LOGS + "/histogram")
                .jsonPath();
        // Then
        assertThat(histogram.getLong("total")).isEqualTo(1);
        assertThat(histogram.getString("relation")).isEqualTo("exact");
        assertThat(Instant.parse(histogram.getString("from"))).isEqualTo(own);
        assertThat(histogram.getMap("buckets[0].severities").toString()).isEqualTo("{ERROR=1}");
    }

    @Test
    void countsAnEventWhoseOwnTimeIsTheLatestThereIs() throws Exception {
        // Given
        var latest = Instant.ofEpochSecond(0, Long.MAX_VALUE);
        events.insertIfAbsent(List.of(new LogEvent(
                UUID.randomUUID(), latest, NOON, Severity.INFO, "shop", "by a broken clock", Map.of(), null, null)));
        for (var most : List.of(1, 60)) {
            // When
            var histogram = given().queryParam("time", "timestamp")
                    .queryParam("buckets", most)
                    .get(LOGS + "/histogram")
                    .jsonPath();
            // Then
            assertThat(histogram.getString("relation")).isEqualTo("exact");
            assertThat(histogram.getLong("total")).isEqualTo(EVENTS.size() + 1);
        }
    }

    @Test
    void endsAtTheTimeOfTheLastEventIfThatIsAhead() throws Exception {
        // Given
        var ahead = Instant.now().plus(Duration.ofDays(2));
        events.insertIfAbsent(List.of(observedAt(ahead, "by a clock that is ahead")));
        // When
        var histogram =
                given().queryParam("from", "-10m").get(LOGS + "/histogram").jsonPath();
        // Then
        assertThat(histogram.getLong("total")).isEqualTo(1);
        assertThat(Instant.parse(histogram.getString("to"))).isEqualTo(ahead.plusNanos(1));
    }
}
