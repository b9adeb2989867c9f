package io.logcast.rabbitmq.incoming;

import com.rabbitmq.client.Channel;
import io.logcast.rabbitmq.attributes.Attribute.Direction;
import io.logcast.rabbitmq.attributes.ChannelAttributes;
import io.logcast.rabbitmq.connection.BrokerLink;
import io.logcast.rabbitmq.testing.MapConfig;
import java.util.Map;

/** Sessions without a connection, for tests that need only their deliveries. */
@SuppressWarnings("NullAway")
final class Sessions {

    private static final ConsumeSettings SETTINGS =
            ConsumeSettings.of(new ChannelAttributes(MapConfig.ofChannel("q", Map.of()), Direction.INCOMING));

    private Sessions() {}

    static DeliverySession silent(Channel channel) {
        return of(channel, new Silent());
    }

    static DeliverySession of(Channel channel, SessionListener listener) {
        return of(null, channel, intake(), listener);
    }

    static DeliverySession of(Channel channel, Intake intake, SessionListener listener) {
        return of(null, channel, intake, listener);
    }

    static DeliverySession of(BrokerLink link, Channel channel, SessionListener listener) {
        return of(link, channel, intake(), listener);
    }

    private static DeliverySession of(BrokerLink link, Channel channel, Intake intake, SessionListener listener) {
        return new DeliverySession(link, channel, "q", SETTINGS, intake, listener);
    }

    /** With a prefetch that is large enough to keep settlements. */
    private static Intake intake() {
        return new Intake(new ByteWindow(1), new Prefetch(100, 1));
    }

    static class Silent implements SessionListener {

        @Override
        public void delivered(BrokerDelivery delivery) {}

        @Override
        public void settled(DeliverySession in, BrokerDelivery delivery) {}

        @Override
        public void stale(BrokerDelivery delivery) {}

        @Override
        public void wantsAdjustment(DeliverySession of) {}

        @Override
        public void givenBack(int count) {}

        @Override
        public void ended(DeliverySession ended, String why) {}

        @Override
        public void halt() {}
    }
}
