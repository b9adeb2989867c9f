package io.logcast.model.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.time.DateTimeException;
import java.time.Instant;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class TimestampsTest {

    @ParameterizedTest
    @CsvSource({
        "2026-01-31T23:59:59Z,               2026-01-31T23:59:59Z",
        "2026-01-31t23:59:59z,               2026-01-31T23:59:59Z",
        "2026-01-31T00:00:00Z,               2026-01-31T00:00:00Z",
        "2026-01-31T23:59:59.1Z,             2026-01-31T23:59:59.100Z",
        "2026-01-31T23:59:59.000000001Z,     2026-01-31T23:59:59.000000001Z",
        "2026-01-31T23:59:59.120+00:00,      2026-01-31T23:59:59.120Z",
        "2026-01-31T23:59:59-00:00,          2026-01-31T23:59:59Z",
        "2026-02-01T01:29:59+01:30,          2026-01-31T23:59:59Z",
        "2026-01-31T14:29:59.5-09:30,        2026-01-31T23:59:59.500Z",
        "2028-02-29T12:00:00Z,               2028-02-29T12:00:00Z",
    })
    void readsRfc3339(String text, Instant instant) {
        assertThat(Timestamps.parse(text)).isEqualTo(instant);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "yesterday",
                "2026-01-31",
                "2026-01-31T23:59Z",
                "2026-01-31T23:59:59",
                "2026-01-31 23:59:59Z",
                "2026-01-31T23:59:59.Z",
                "2026-01-31T23:59:59.1234567890Z",
                "2026-01-31T23:59:59,5Z",
                "2026-01-31T23:59:59.5",
                "2026-01-31T23:59:59+01",
                "2026-01-31T23:59:59+0100",
                "2026-01-31T23:59:59+01:00:30",
                "2026-01-31T23:59:59*01:00",
                "2026-01-31T23:59:59+19:00",
                "2026-01-31T23:59:59ZZ",
                "2026-01-31T23:59:59Y",
                "2026-01-31T24:00:00Z",
                "2026-01-31T23:60:00Z",
                "2026-06-30T22:59:60Z",
                "2026-06-30T23:58:60Z",
                "2026-06-30T23:59:61Z",
                "2026-13-31T23:59:59Z",
                "2026-02-29T23:59:59Z",
                "+12026-01-31T23:59:59Z",
                "-026-01-31T23:59:59Z",
                "2026/01/31T23:59:59Z",
                "2026-01-31T23-59-59Z",
                "202\u0666-01-31T23:59:59Z"
            })
    void refusesAnythingElse(String text) {
        assertThatExceptionOfType(DateTimeException.class).isThrownBy(() -> Timestamps.parse(text));
    }

    @ParameterizedTest
    @ValueSource(strings = {"2016-12-31T23:59:60.25Z", "2016-12-31T15:59:60.25-08:00", "2017-01-01T05:29:60.25+05:30"})
    void readsALeapSecondAsTheSecondThatFollows(String text) {
        assertThat(Timestamps.parse(text)).isEqualTo(Instant.parse("2017-01-01T00:00:00.25Z"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "1970-01-01T00:00:00Z",
                "2026-01-31T23:59:00Z",
                "2026-01-31T23:59:59Z",
                "2026-01-31T23:59:00.100Z",
                "2026-01-31T23:59:59.123456Z",
                "2026-01-31T23:59:59.000000001Z",
                "2262-04-11T23:47:16.854775807Z"
            })
    void writesAsAnInstantDoes(String text) {
        assertThat(Timestamps.format(Instant.parse(text))).isEqualTo(text);
    }

    @Test
    void readsWhatItWrites() {
        var random = new Random(4711);
        for (int i = 0; i < 10_000; i++) {
            // Given
            var instant = Instant.ofEpochSecond(random.nextInt(), random.nextInt(1_000_000_000))
                    .plusSeconds(1L << 31);

            // When
            var text = Timestamps.format(instant);

            // Then
            assertThat(text).isEqualTo(instant.toString());
            assertThat(Timestamps.parse(text)).isEqualTo(instant);
        }
    }
}
