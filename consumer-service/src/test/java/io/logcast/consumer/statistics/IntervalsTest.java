package io.logcast.consumer.statistics;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class IntervalsTest {

    private static final Instant NOON = Instant.parse("2026-01-31T12:00:00Z");

    @ParameterizedTest
    @CsvSource({
        "PT5M, 60, PT5S, 60",
        "PT10M, 60, PT10S, 60",
        // Whole minutes, although 15 s would suffice.
        "PT15M, 60, PT1M, 15",
        "PT1H, 60, PT1M, 60",
        "PT1H0.000000001S, 60, PT2M, 31",
        "PT24H, 60, PT30M, 48",
        "PT168H, 60, PT3H, 56",
        "PT720H, 60, PT12H, 60",
        "PT0.5S, 60, PT1S, 1",
        "PT24H, 1000, PT2M, 720"
    })
    void areRoundAndAtMostSoMany(Duration time, int most, Duration length, long count) {
        // When
        var intervals = Intervals.of(new TimeRange(NOON, NOON.plus(time)), most);
        // Then
        assertThat(intervals.length()).isEqualTo(length);
        assertThat(intervals.numbers().count()).isEqualTo(count);
        assertThat(intervals.start(intervals.first())).isEqualTo(NOON);
    }

    @Test
    void holdWhateverTimeThereIs() {
        // Given
        var last = Instant.ofEpochSecond(0, Long.MAX_VALUE);
        // Then
        assertThat(Intervals.of(new TimeRange(Instant.EPOCH, last), 2).numbers().count())
                .isLessThanOrEqualTo(2);
        assertThat(Intervals.of(new TimeRange(NOON, NOON), 1).numbers().count()).isLessThanOrEqualTo(1);
        assertThat(Intervals.of(new TimeRange(last, NOON), 1).numbers()).isEmpty();
    }
}
