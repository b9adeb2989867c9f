package io.logcast.consumer.push;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class SendsTest {

    private static final int MOST = 256;

    private final Sends sends = new Sends(MOST);

    @Test
    void howeverManyTargetsAreSlowAnotherSubscriptionMayBegin() {
        // Given: each of them begins as many as it may
        var open = IntStream.range(0, 300).map(subscription -> beginAll(8)).sum();
        // Then
        assertThat(open).isBetween(MOST, MOST + 300);
        assertThat(sends.begin(0)).isTrue();
    }

    @Test
    void someSlowTargetsLeaveRoomForMoreThanTheFirstOfAnother() {
        // Given
        IntStream.range(0, 32).forEach(subscription -> beginAll(8));
        // Then
        assertThat(beginAll(8)).isGreaterThan(1);
    }

    @Test
    void anotherMayBeginOnceOneHasEnded() {
        // Given
        var few = new Sends(4);
        assertThat(few.begin(0)).isTrue();
        assertThat(few.begin(1)).isTrue();
        assertThat(few.begin(2)).isFalse();
        // When
        few.ended();
        // Then
        assertThat(few.begin(1)).isTrue();
    }

    private int beginAll(int wanted) {
        return (int) IntStream.range(0, wanted).takeWhile(sends::begin).count();
    }
}
