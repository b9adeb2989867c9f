package io.logcast.rabbitmq.incoming;

import static org.assertj.core.api.Assertions.assertThat;

import io.logcast.rabbitmq.connection.LoopbackLink;
import io.logcast.rabbitmq.incoming.BrokerDelivery.Disposition;
import java.io.IOException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(10)
class AckWriterTest {

    @Test
    void aSettlementDoesNotWaitForeverForAnEarlierDelivery() throws IOException {
        try (var loopback = new LoopbackLink()) {
            var settling = new Settling(loopback, 1);

            settling.settle(1, Disposition.ACK);
            settling.broker.awaitSettlements();

            assertThat(settling.isOpen(0)).isTrue();
            settling.end();
        }
    }
}
