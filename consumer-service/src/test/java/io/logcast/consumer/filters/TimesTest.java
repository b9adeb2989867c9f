package io.logcast.consumer.filters;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.logcast.http.parameters.InvalidParameterException;
import java.time.Instant;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class TimesTest {

    private static final Instant NOW = Instant.parse("2026-01-31T12:00:00.5Z");

    @ParameterizedTest
    @CsvSource({
        "now, 2026-01-31T12:00:00.5Z",
        "-0s, 2026-01-31T12:00:00.5Z",
        "-90s, 2026-01-31T11:58:30.5Z",
        "-15m, 2026-01-31T11:45:00.5Z",
        "-36h, 2026-01-30T00:00:00.5Z",
        "-7d, 2026-01-24T12:00:00.5Z",
        "-2w, 2026-01-17T12:00:00.5Z",
        "2026-01-31T14:00:00+02:00, 2026-01-31T12:00:00Z",
        "1970-01-01T00:00:00Z, 1970-01-01T00:00:00Z"
    })
    void areReadAgainstNow(String value, Instant expected) {
        assertThat(Times.instant("from", value, NOW)).isEqualTo(expected);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "15m",
                "+15m",
                "-15",
                "-m",
                "-1.5h",
                "-1y",
                "-1M",
                "NOW",
                "now-1h",
                "-999999999w",
                "-1234567890s",
                "-100000d",
                "1969-12-31T23:59:59Z"
            })
    void areRefusedNamingTheParameter(String value) {
        assertThatThrownBy(() -> Times.instant("to", value, NOW))
                .isInstanceOf(InvalidParameterException.class)
                .hasMessageStartingWith("to: must be RFC 3339")
                .hasMessageEndingWith("such as -15m");
    }
}
