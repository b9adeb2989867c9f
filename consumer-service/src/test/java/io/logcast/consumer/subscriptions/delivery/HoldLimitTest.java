package io.logcast.consumer.subscriptions.delivery;

import static org.assertj.core.api.Assertions.assertThat;

import com.rabbitmq.client.AMQP;
import com.rabbitmq.client.ShutdownSignalException;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class HoldLimitTest {

    private final HoldLimit limit = new HoldLimit(Duration.ofMinutes(20));

    @Test
    void followsTheBrokersConsumerTimeout() {
        // When
        limit.learn(closed("PRECONDITION_FAILED - delivery acknowledgement on channel 1 timed out. Timeout value used:"
                + " 60000 ms. This timeout value can be configured, see consumers doc guide to learn more"));
        // Then
        assertThat(limit.get()).isEqualTo(Duration.ofSeconds(54));
        assertThat(HoldTimes.of(limit.get(), Duration.ofMinutes(10)).ackDeadline())
                .isEqualTo(Duration.ofSeconds(27).toNanos());
    }

    @Test
    void isNotRaised() {
        // When
        limit.learn(closed("delivery acknowledgement on channel 1 timed out. Timeout value used: 1800000 ms"));
        limit.learn(closed("PRECONDITION_FAILED - unknown delivery tag 7"));
        // Then
        assertThat(limit.get()).isEqualTo(Duration.ofMinutes(20));
    }

    private static ShutdownSignalException closed(String text) {
        var close = new AMQP.Channel.Close.Builder()
                .replyCode(AMQP.PRECONDITION_FAILED)
                .replyText(text)
                .build();
        return new ShutdownSignalException(false, false, close, null);
    }
}
