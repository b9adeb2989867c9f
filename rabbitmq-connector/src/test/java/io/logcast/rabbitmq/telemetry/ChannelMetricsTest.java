package io.logcast.rabbitmq.telemetry;

import static org.assertj.core.api.Assertions.assertThat;

import io.logcast.rabbitmq.PublishException.Reason;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ChannelMetricsTest {

    private final SimpleMeterRegistry registry = new SimpleMeterRegistry();

    @ParameterizedTest
    @CsvSource({
        "UNROUTABLE, returned",
        "REJECTED, nacked",
        "CONNECTION_LOST, unknown",
        "DEADLINE, unknown",
        "BLOCKED, unavailable",
        "NOT_CONNECTED, unavailable",
        "INVALID, invalid"
    })
    void aFailureIsCountedByItsReasonAlone(Reason reason, String meter) {
        // Given
        var metrics = new ChannelMetrics(registry, "logs").publishing(() -> 0);
        // When
        metrics.failed(reason);
        // Then
        assertThat(registry.getMeters())
                .filteredOn(each -> each instanceof Counter counter && counter.count() > 0)
                .extracting(each -> each.getId().getName())
                .containsExactly("logcast.rabbitmq." + meter);
    }
}
