package io.logcast.rabbitmq.incoming;

import com.rabbitmq.client.Channel;
import io.logcast.rabbitmq.attributes.Attribute.Direction;
import io.logcast.rabbitmq.attributes.ChannelAttributes;
import io.logcast.rabbitmq.testing.MapConfig;
import java.util.Map;

/** Sessions without a connection, for tests that need only their deliveries. */
@SuppressWarnings("NullAway")
final class Sessions {

    private Sessions() {}

    static DeliverySession silent(Channel channel) {
        return of(channel, new Silent());
    }

    static DeliverySession of(Channel channel, SessionListener listener) {
        var attributes = new ChannelAttributes(MapConfig.ofChannel("q", Map.of()), Direction.INCOMING);
        return new DeliverySession(
                null,
                channel,
                "q",
                ConsumeSettings.of(attributes),
                new Intake(new ByteWindow(1), new Prefetch(1, 1)),
                listener);
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
