package io.logcast.rabbitmq.incoming;

import static org.assertj.core.api.Assertions.assertThat;

import com.rabbitmq.client.AMQP.BasicProperties;
import com.rabbitmq.client.Channel;
import com.rabbitmq.client.Envelope;
import io.logcast.rabbitmq.incoming.BrokerDelivery.Disposition;
import java.lang.reflect.Proxy;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DeliverySessionTest {

    private static final int WINDOW = 100_000;
    private static final BasicProperties LARGE_HEADERS = new BasicProperties.Builder()
            .headers(Map.of("large", new byte[WINDOW / 4]))
            .build();

    private final Channel channel = (Channel) Proxy.newProxyInstance(
            getClass().getClassLoader(), new Class<?>[] {Channel.class}, (proxy, method, arguments) -> null);
    private final List<BrokerDelivery> taken = new ArrayList<>();
    private final ByteWindow window = new ByteWindow(WINDOW);
    private final DeliverySession session =
            Sessions.of(channel, new Intake(window, new Prefetch(10, WINDOW)), new Sessions.Silent() {
                @Override
                public void delivered(BrokerDelivery delivery) {
                    taken.add(delivery);
                }
            });

    @Test
    void headersFillTheWindowToo() {
        // When
        LongStream.rangeClosed(1, 10).forEach(this::deliver);
        // Then
        assertThat(taken).extracting(BrokerDelivery::tag).containsExactly(1L, 2L, 3L, 4L);
        assertThat(window.held()).isBetween((long) WINDOW, WINDOW + WINDOW / 4L);
        // When
        taken.forEach(delivery -> delivery.settle(Disposition.ACK));
        // Then
        assertThat(window.held()).isZero();
    }

    @ParameterizedTest
    @CsvSource({"100, 1, 1", "100, 33, 33", "100, 34, 0", "99, 1, 0"})
    void settlementsBehindAnOpenDeliveryAreKeptIfTheyAreFewOfALargePrefetch(int prefetch, int settled, int kept) {
        // Given
        var broker = new DeliveringBroker();
        var session = Sessions.of(broker.channel(), Sessions.intake(prefetch), new Sessions.Silent());
        var deliveries = Sessions.deliver(1 + settled, session, broker);
        deliveries.stream().skip(1).forEach(delivery -> delivery.settle(Disposition.ACK));
        // When
        var left = session.flushInOrder();
        // Then
        assertThat(left).isEqualTo(kept);
    }

    private void deliver(long tag) {
        session.deliver(new Envelope(tag, false, "", "q"), LARGE_HEADERS, new byte[1]);
    }
}
