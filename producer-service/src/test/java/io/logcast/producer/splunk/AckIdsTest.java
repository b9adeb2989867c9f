package io.logcast.producer.splunk;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class AckIdsTest {

    private static final long EXACT_AS_A_DOUBLE = 1L << 53;

    @Test
    void recognisesItsOwnIds() {
        for (int i = 0; i < 1_000; i++) {
            var id = AckIds.next("channel");
            assertThat(id).isBetween(0L, EXACT_AS_A_DOUBLE);
            assertThat(AckIds.isOf("channel", id)).isTrue();
        }
    }

    /** Other servers count from 0 in each channel. */
    @Test
    void recognisesNoIdOfAnotherServer() {
        assertThat(LongStream.range(0, 1_000_000).filter(id -> AckIds.isOf("channel", id)))
                .isEmpty();
    }

    @ParameterizedTest
    @ValueSource(longs = {-1, Long.MIN_VALUE, Long.MAX_VALUE, (1L << 51) - 1, 1L << 52, 1L << 53})
    void recognisesNoIdOutOfRange(long id) {
        assertThat(AckIds.isOf("channel", id)).isFalse();
    }
}
