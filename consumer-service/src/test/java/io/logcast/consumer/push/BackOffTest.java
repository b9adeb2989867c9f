package io.logcast.consumer.push;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class BackOffTest {

    private static final long NOW = Long.MAX_VALUE - 5;

    private double random;
    private final BackOff backOff = new BackOff(() -> random);

    @ParameterizedTest
    @CsvSource({"1,1", "2,2", "3,4", "8,128", "9,256", "10,300", "1000,300"})
    void pausesDoubleUpToFiveMinutes(int inARow, long seconds) {
        assertThat(Duration.ofNanos(backOff.pause(inARow))).isEqualTo(Duration.ofSeconds(seconds));
    }

    @Test
    void chanceShortensAPauseByAtMostAHalf() {
        random = Math.nextDown(1.0);
        assertThat(Duration.ofNanos(backOff.pause(2))).isBetween(Duration.ofMillis(999), Duration.ofMillis(1001));
    }

    @Test
    void aSuccessEndsIt() {
        backOff.failed(NOW, Optional.empty());
        assertThat(backOff.isOn()).isTrue();
        assertThat(backOff.isOver(NOW)).isFalse();
        assertThat(backOff.isOver(NOW + Duration.ofSeconds(1).toNanos())).isTrue();
        backOff.reset();
        assertThat(backOff.isOn()).isFalse();
        assertThat(backOff.isOver(NOW)).isTrue();
    }

    @Test
    void heedsWhatOtherAnswersAskFor() {
        backOff.failed(NOW, Optional.empty());
        // When
        backOff.asked(NOW, Optional.of(Duration.ofSeconds(30)));
        backOff.asked(NOW, Optional.of(Duration.ofSeconds(20)));
        backOff.failedAnew(NOW, Optional.empty());
        // Then
        var end = NOW + Duration.ofSeconds(30).toNanos();
        assertThat(backOff.isOver(end - 1)).isFalse();
        assertThat(backOff.isOver(end)).isTrue();
    }

    @Test
    void beginsWithTheFirstPauseAgain() {
        IntStream.range(0, 9).forEach(i -> backOff.failed(NOW, Optional.empty()));
        var later = NOW + Duration.ofMinutes(10).toNanos();
        // When
        backOff.failedAnew(later, Optional.empty());
        // Then
        assertThat(backOff.isOver(later + Duration.ofSeconds(1).toNanos())).isTrue();
    }

    @ParameterizedTest
    @CsvSource({"0,1", "30,30", "3600,3600", "86400,3600"})
    void waitsAsLongAsTheTargetAsksUpToAnHour(long asked, long seconds) {
        backOff.failed(NOW, Optional.of(Duration.ofSeconds(asked)));
        var end = NOW + Duration.ofSeconds(seconds).toNanos();
        assertThat(backOff.isOver(end - 1)).isFalse();
        assertThat(backOff.isOver(end)).isTrue();
    }
}
