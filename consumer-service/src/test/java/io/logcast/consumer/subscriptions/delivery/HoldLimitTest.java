package io.logcast.consumer.subscriptions.delivery;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class HoldLimitTest {

    private final HoldLimit limit = new HoldLimit(Duration.ofMinutes(20));

    @Test
    void followsTheBrokersConsumerTimeout() {
        // When
        limit.learn(Duration.ofMinutes(1));
        // Then
        assertThat(limit.get()).isEqualTo(Duration.ofSeconds(54));
        assertThat(HoldTimes.of(limit.get(), Duration.ofMinutes(10)).ackDeadline())
                .isEqualTo(Duration.ofSeconds(27).toNanos());
    }

    @Test
    void isNotRaised() {
        // When
        limit.learn(Duration.ofMinutes(30));
        // Then
        assertThat(limit.get()).isEqualTo(Duration.ofMinutes(20));
    }
}
