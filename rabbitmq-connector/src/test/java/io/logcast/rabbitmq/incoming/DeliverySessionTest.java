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

    private void deliver(long tag) {
        session.deliver(new Envelope(tag, false, "", "q"), LARGE_HEADERS, new byte[1]);
    }
}
