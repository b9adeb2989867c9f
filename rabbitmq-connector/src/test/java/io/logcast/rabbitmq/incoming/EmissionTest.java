package io.logcast.rabbitmq.incoming;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.rabbitmq.client.AMQP.BasicProperties;
import com.rabbitmq.client.Channel;
import com.rabbitmq.client.Envelope;
import io.logcast.rabbitmq.incoming.BrokerDelivery.Disposition;
import io.vertx.core.Vertx;
import io.vertx.core.impl.VertxInternal;
import java.lang.reflect.Proxy;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Flow;
import org.eclipse.microprofile.reactive.messaging.Message;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class EmissionTest {

    private final Vertx vertx = Vertx.vertx();
    private final Channel channel = (Channel) Proxy.newProxyInstance(
            getClass().getClassLoader(), new Class<?>[] {Channel.class}, (proxy, method, arguments) -> null);
    private final List<String> received = new CopyOnWriteArrayList<>();

    @AfterEach
    void close() {
        vertx.close();
    }

    @Test
    void aMessageThatCannotBeMadeIsGivenBackAndTheOthersAreHandedOut() {
        // Given
        var emission = new Emission(
                new Receiver(),
                ((VertxInternal) vertx).createEventLoopContext(),
                (delivery, context) -> {
                    if (delivery.tag() == 1) {
                        throw new NoClassDefFoundError("of a test");
                    }
                    return Message.of(delivery.body());
                },
                () -> {},
                () -> {},
                new ByteWindow(100));
        var session = Sessions.silent(channel);
        var broken = delivery(session, 1);

        // When
        emission.request(10);
        emission.offer(broken);
        emission.offer(delivery(session, 2));
        emission.offered();
        await().until(() -> received.size() == 1);
        emission.offer(delivery(session, 3));
        emission.offered();

        // Then
        await().until(() -> received.size() == 2);
        assertThat(broken.settlement()).isEqualTo(Disposition.REQUEUE);
    }

    private static BrokerDelivery delivery(DeliverySession session, long tag) {
        return new BrokerDelivery(session, new Envelope(tag, false, "", "q"), new BasicProperties(), new byte[1], 1);
    }

    private final class Receiver implements Flow.Subscriber<Message<byte[]>> {

        @Override
        public void onSubscribe(Flow.Subscription subscription) {}

        @Override
        public void onNext(Message<byte[]> message) {
            received.add("one");
        }

        @Override
        public void onError(Throwable failure) {}

        @Override
        public void onComplete() {}
    }
}
