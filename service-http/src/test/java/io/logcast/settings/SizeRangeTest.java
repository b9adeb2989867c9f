package io.logcast.settings;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SizeRangeTest {

    @ParameterizedTest
    @CsvSource({"65536,65536", "64K,65536", "' 2M ',2097152", "64G,68719476736"})
    void readsBytesAloneAndWithAUnit(String value, long bytes) {
        assertThat(new HeldSize().convert(value).asLongValue()).isEqualTo(bytes);
    }

    @ParameterizedTest
    @ValueSource(strings = {"0", "-1", "1.5M", "64 K", "64KB", "65535", "65G", "99999999Y", "999999999999999999G"})
    void refusesWhatIsNotASizeAndWhatLiesOutsideOfTheRange(String value) {
        assertThatThrownBy(() -> new HeldSize().convert(value))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("must be a size in bytes or with a unit (K, M, G or T), from 64K to 64G");
    }
}
