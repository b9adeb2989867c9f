package io.logcast.consumer.archive.table;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class UnstoredTest {

    @Test
    void aBatchIsLateOnceItTakesLongerThanTheOverlapAndUntilAllHavePassedItsEnd() {
        // Given
        var unstored = new Unstored(() -> Duration.ZERO);
        var before = System.nanoTime();
        assertThat(unstored.hasLate(before)).isFalse();
        // When
        var storing = unstored.during(() -> () -> {});
        var meanwhile = unstored.hasLate(System.nanoTime() + 1);
        storing.run();
        // Then
        assertThat(meanwhile).isTrue();
        assertThat(unstored.hasLate(before)).isTrue();
        assertThat(unstored.hasLate(System.nanoTime() + 1)).isFalse();
    }

    @Test
    void aBatchWithinTheOverlapIsNotLate() {
        // Given
        var unstored = new Unstored(() -> Duration.ofHours(1));
        var before = System.nanoTime();
        // When
        var storing = unstored.during(() -> () -> {});
        var meanwhile = unstored.hasLate(before);
        storing.run();
        // Then
        assertThat(meanwhile).isFalse();
        assertThat(unstored.hasLate(before)).isFalse();
    }

    @Test
    void aBatchThatFailsIsWaitedForNoLonger() {
        // Given
        var unstored = new Unstored(() -> Duration.ZERO);
        var failing = unstored.during(() -> () -> {
            throw new IllegalStateException("storing");
        });
        // When
        assertThatThrownBy(failing::run).hasMessage("storing");
        assertThatThrownBy(() -> unstored.during(() -> {
                    throw new IllegalStateException("reading");
                }))
                .hasMessage("reading");
        // Then
        assertThat(unstored.hasLate(System.nanoTime() + 1)).isFalse();
    }
}
