package io.logcast.consumer.filters;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.api.Test;

class FilterParametersTest {

    private static final Instant NOW = Instant.parse("2026-01-31T23:59:59Z");

    @Test
    void relativeTimesAreCountedFromTheGivenTime() {
        // When
        var filter = FilterParameters.of(Map.of("from", "-15m", "to", "now"), NOW);
        // Then
        assertThat(filter.from()).isEqualTo(NOW.minus(Duration.ofMinutes(15)));
        assertThat(filter.to()).isEqualTo(NOW);
    }
}
