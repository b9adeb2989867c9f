package io.logcast.rabbitmq.incoming;

import static org.assertj.core.api.Assertions.assertThat;

import com.rabbitmq.client.AMQP.BasicProperties;
import com.rabbitmq.client.Channel;
import com.rabbitmq.client.Envelope;
import io.logcast.rabbitmq.attributes.Attribute.Direction;
import io.logcast.rabbitmq.attributes.ChannelAttributes;
import io.logcast.rabbitmq.incoming.BrokerDelivery.Disposition;
import io.logcast.rabbitmq.incoming.ConsumerState.Consuming;
import io.logcast.rabbitmq.testing.MapConfig;
import java.lang.reflect.Proxy;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

@SuppressWarnings("NullAway")
class GivingBackTest {

    private final List<String> sent = new ArrayList<>();
    private final List<BrokerDelivery> delivered = new ArrayList<>();
    private final List<BrokerDelivery> stale = new ArrayList<>();
    private final Channel channel = (Channel) Proxy.newProxyInstance(
            getClass().getClassLoader(), new Class<?>[] {Channel.class}, (proxy, method, arguments) -> {
                if (Set.of("basicAck", "basicReject").contains(method.getName())) {
                    sent.add(method.getName() + " " + arguments[0]);
                }
                return null;
            });
    private final ConsumerLife life = new ConsumerLife();
    private final GivingBack givingBack = new GivingBack(settings("1m"), life, new HandOut(null, null, 1));

    @Test
    void doesNotRestWhereTheApplicationHoldsNothing() {
        givingBack.restIfHolding();

        assertThat(life.state()).isSameAs(ConsumerLife.IDLE);
        assertThat(givingBack.isResting()).isFalse();
    }

    @Test
    void goesOnAfterARestOnly() {
        life.change(ConsumerLife.IDLE, ConsumerLife.RESTING);

        assertThat(givingBack.isResting()).isTrue();
        assertThat(givingBack.goOn()).isTrue();
        assertThat(givingBack.goOn()).isFalse();
        assertThat(life.state()).isSameAs(ConsumerLife.IDLE);
    }

    @Test
    void goesOnConsumingWhereTheApplicationHasGoneOnMeanwhile() {
        var consuming = new Consuming(Sessions.silent(channel));
        life.change(ConsumerLife.IDLE, consuming);

        givingBack.giveBack();

        assertThat(givingBack.isDue()).isFalse();
        assertThat(life.state()).isSameAs(consuming);
    }

    @Test
    void aStoppedChannelStaysStopped() {
        var session = Sessions.silent(channel);
        life.change(ConsumerLife.IDLE, new Consuming(session));
        life.stop();

        givingBack.restIfHolding();
        givingBack.giveBack();
        givingBack.goOn();

        assertThat(givingBack.isDue()).isFalse();
        assertThat(life.isStopped()).isTrue();
        assertThat(life.stop()).isSameAs(session);
    }

    @Test
    void aStopIsNotUndoneByAConsumerThatIsJustOpened() {
        life.stop();

        assertThat(life.change(ConsumerLife.IDLE, new Consuming(Sessions.silent(channel))))
                .isFalse();
        assertThat(life.isStopped()).isTrue();
    }

    @Test
    void givesBackAloneWhatIsHeldWhileOthersAreSettled() {
        // Given: two messages from an hour ago, one of which is settled now, and a new one
        var consuming = consumingWithOneStuck();
        assertThat(givingBack.isDue()).isTrue();

        // When
        givingBack.giveBack();

        // Then
        assertThat(sent).containsExactly("basicAck 2", "basicReject 1");
        assertThat(delivered.get(2).settlement()).isEqualTo(Disposition.OPEN);
        assertThat(life.state()).isSameAs(consuming);
        assertThat(givingBack.isDue()).isFalse();
    }

    @Test
    void theApplicationLetsGoOnceOfWhatWasTakenBack() {
        // Given
        var consuming = consumingWithOneStuck();
        givingBack.giveBack();
        var takenBack = delivered.get(0);

        // When
        assertThat(takenBack.settle(Disposition.ACK)).isTrue();
        assertThat(takenBack.settle(Disposition.ACK)).isFalse();
        consuming.session().flush();

        // Then
        assertThat(stale).containsExactly(takenBack);
        assertThat(sent).doesNotContain("basicAck 1");
    }

    private Consuming consumingWithOneStuck() {
        var session = Sessions.of(channel, new Sessions.Silent() {
            @Override
            public void delivered(BrokerDelivery delivery) {
                delivery.handOut(new AtomicInteger());
                delivered.add(delivery);
            }

            @Override
            public void stale(BrokerDelivery delivery) {
                stale.add(delivery);
            }
        });
        var consuming = new Consuming(session);
        life.change(ConsumerLife.IDLE, consuming);
        session.tick(System.nanoTime() - TimeUnit.HOURS.toNanos(1));
        deliver(session, 1);
        deliver(session, 2);
        session.tick(System.nanoTime());
        deliver(session, 3);
        delivered.get(1).settle(Disposition.ACK);
        session.flush();
        return consuming;
    }

    private static void deliver(DeliverySession session, long tag) {
        session.deliver(new Envelope(tag, false, "", "q"), new BasicProperties(), new byte[0]);
    }

    private static ConsumeSettings settings(String giveBackAfter) {
        var attributes = Map.of("give-back-after", giveBackAfter);
        return ConsumeSettings.of(new ChannelAttributes(MapConfig.ofChannel("q", attributes), Direction.INCOMING));
    }
}
