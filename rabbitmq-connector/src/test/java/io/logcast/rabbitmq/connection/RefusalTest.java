package io.logcast.rabbitmq.connection;

import static org.assertj.core.api.Assertions.assertThat;

import com.rabbitmq.client.AMQP;
import com.rabbitmq.client.ShutdownSignalException;
import java.io.IOException;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class RefusalTest {

    @Test
    void isFoundBehindOtherFailures() {
        // When
        var refusal = Refusal.of(new IOException(closed(AMQP.NOT_FOUND, "NOT_FOUND - no queue 'a'")));
        // Then
        assertThat(refusal).hasValueSatisfying(found -> {
            assertThat(found.isNotFound()).isTrue();
            assertThat(found.isMismatch()).isFalse();
            assertThat(found.consumerTimeout()).isEmpty();
        });
        assertThat(Refusal.of(new IOException("connection reset"))).isEmpty();
    }

    @Test
    void tellsTheConsumerTimeout() {
        // When
        var refusal = Refusal.of(closed(
                AMQP.PRECONDITION_FAILED,
                "PRECONDITION_FAILED - delivery acknowledgement on channel 1 timed out. Timeout value used:"
                        + " 60000 ms. This timeout value can be configured, see consumers doc guide to learn more"));
        // Then
        assertThat(refusal.flatMap(Refusal::consumerTimeout)).hasValue(Duration.ofMinutes(1));
    }

    private static ShutdownSignalException closed(int code, String text) {
        var close =
                new AMQP.Channel.Close.Builder().replyCode(code).replyText(text).build();
        return new ShutdownSignalException(false, false, close, null);
    }
}
