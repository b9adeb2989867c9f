package io.logcast.rabbitmq.incoming;

import static org.assertj.core.api.Assertions.assertThat;

import com.rabbitmq.client.Channel;
import io.logcast.rabbitmq.attributes.Attribute.Direction;
import io.logcast.rabbitmq.attributes.ChannelAttributes;
import io.logcast.rabbitmq.incoming.ConsumerState.Consuming;
import io.logcast.rabbitmq.testing.MapConfig;
import java.lang.reflect.Proxy;
import java.util.Map;
import org.junit.jupiter.api.Test;

@SuppressWarnings("NullAway")
class GivingBackTest {

    private final Channel channel = (Channel) Proxy.newProxyInstance(
            getClass().getClassLoader(), new Class<?>[] {Channel.class}, (proxy, method, arguments) -> null);
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

    private static ConsumeSettings settings(String giveBackAfter) {
        var attributes = Map.of("give-back-after", giveBackAfter);
        return ConsumeSettings.of(new ChannelAttributes(MapConfig.ofChannel("q", attributes), Direction.INCOMING));
    }
}
