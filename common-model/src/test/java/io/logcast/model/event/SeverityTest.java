package io.logcast.model.event;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SeverityTest {

    @ParameterizedTest
    @CsvSource({
        "TRACE, 1, trace, TRACE",
        "TRACE4, 4, trace, TRACE",
        "DEBUG, 5, debug, DEBUG",
        "INFO, 9, info, INFO",
        "INFO2, 10, info, INFO",
        "WARN, 13, warn, WARN",
        "ERROR, 17, error, ERROR",
        "ERROR2, 18, error, ERROR",
        "FATAL, 21, fatal, FATAL",
        "FATAL4, 24, fatal, FATAL"
    })
    void hasTheNumberAndRangeOfOpenTelemetry(Severity severity, int number, String range, Severity rangeStart) {
        assertThat(severity.number()).isEqualTo(number);
        assertThat(severity.range()).isEqualTo(range);
        assertThat(severity.rangeStart()).isEqualTo(rangeStart);
    }

    @Test
    void hasSixRanges() {
        assertThat(Stream.of(Severity.values()).map(Severity::range).distinct())
                .containsExactly("trace", "debug", "info", "warn", "error", "fatal");
    }

    @Test
    void isFoundByItsNumber() {
        assertThat(Severity.values())
                .hasSize(24)
                .allSatisfy(severity ->
                        assertThat(Severity.numbered(severity.number())).contains(severity));
    }

    @ParameterizedTest
    @ValueSource(longs = {0, -1, 25, (1L << 32) + 9, Long.MAX_VALUE, Long.MIN_VALUE})
    void hasNoOtherNumbers(long number) {
        assertThat(Severity.numbered(number)).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"ERROR2", "error2", "Error2"})
    void isFoundByItsNameInAnyCase(String name) {
        assertThat(Severity.named(name)).contains(Severity.ERROR2);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "WARNING", "TRACE1", "INFO5", " INFO", "9"})
    void hasNoOtherNames(String name) {
        assertThat(Severity.named(name)).isEmpty();
    }
}
