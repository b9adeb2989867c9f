package io.logcast.rabbitmq.incoming;

import static org.assertj.core.api.Assertions.assertThat;

import io.logcast.rabbitmq.connection.LoopbackLink;
import io.logcast.rabbitmq.incoming.BrokerDelivery.Disposition;
import java.io.IOException;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(10)
class AckWriterTest {

    @Test
    void aSettlementWaitsForAnEarlierDeliveryButNotForever() throws IOException {
        try (var loopback = new LoopbackLink()) {
            var settling = new SettlingSession(loopback, 1);

            var settled = System.nanoTime();
            settling.settle(1, Disposition.ACK);
            settling.broker.awaitSettlements();

            assertThat(Duration.ofNanos(System.nanoTime() - settled)).isGreaterThanOrEqualTo(Duration.ofMillis(20));
            settling.end();
        }
    }
}
