package io.logcast.settings;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class TimeRangeTest {

    @ParameterizedTest
    @CsvSource({"10ms,PT0.01S", "5s,PT5S", "2M,PT2M", "' 60m ',PT1H"})
    void readsTimesWithTheirUnit(String value, Duration time) {
        assertThat(new Wait().convert(value)).isEqualTo(time);
    }

    @ParameterizedTest
    @ValueSource(strings = {"30", "0", "-1", "", "soon", "5 s", "PT5S", "1.5s", "-5s", "9ms", "61m", "999999999d"})
    void refusesABareNumberAndWhatLiesOutsideOfTheRange(String value) {
        assertThatThrownBy(() -> new Wait().convert(value))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("must be a whole number with a unit (ms, s, m, h or d), from 10ms to 1h");
    }
}
