package io.logcast.model.fields;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import org.junit.jupiter.api.Test;

class LooseTimeTest {

    @Test
    void readsNoNumberOfVeryManyDigits() {
        assertThat(LooseTime.number("1769903999.5" + "0".repeat(300)))
                .isEqualTo(Instant.parse("2026-01-31T23:59:59.5Z"));
        assertThat(LooseTime.number("1769903999.5" + "0".repeat(400))).isNull();
    }
}
