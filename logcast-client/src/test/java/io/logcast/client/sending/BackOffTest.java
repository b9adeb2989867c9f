package io.logcast.client.sending;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class BackOffTest {

    private static final Instant NOW = Instant.parse("2026-01-31T23:59:50Z");

    private final BackOff backOff = new BackOff(Duration.ofMillis(100), Duration.ofSeconds(3), new SplittableRandom(1));

    @ParameterizedTest
    @CsvSource({"1, 50, 100", "2, 100, 200", "3, 200, 400", "6, 1500, 3000", "1000000, 1500, 3000"})
    void doublesUpToTheMaximum(int failures, long min, long max) {
        for (int i = 0; i < 100; i++) {
            assertThat(backOff.pause(failures, Duration.ZERO))
                    .isBetween(Duration.ofMillis(min), Duration.ofMillis(max));
        }
    }

    @Test
    void neverComesBeforeTheServerWantsIt() {
        assertThat(backOff.pause(1, Duration.ofSeconds(60)))
                .isBetween(Duration.ofSeconds(60), Duration.ofMillis(60_100));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "7|7",
                "0|0",
                "999999|600",
                "99999999999999999999|0",
                "-1|0",
                "soon|0",
                "'Sun, 1 Feb 2026 00:00:00 GMT'|10",
                "'Sat, 31 Jan 2026 23:59:00 GMT'|0"
            })
    void readsRetryAfter(String header, long seconds) {
        assertThat(BackOff.retryAfter(header, NOW)).isEqualTo(Duration.ofSeconds(seconds));
    }
}
