package io.logcast.rabbitmq.incoming;

import com.rabbitmq.client.AMQP.BasicProperties;
import com.rabbitmq.client.Channel;
import com.rabbitmq.client.Envelope;
import io.logcast.rabbitmq.attributes.Attribute.Direction;
import io.logcast.rabbitmq.attributes.ChannelAttributes;
import io.logcast.rabbitmq.connection.BrokerLink;
import io.logcast.rabbitmq.testing.MapConfig;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;

/** Sessions without a connection, for tests that need only their deliveries. */
@SuppressWarnings("NullAway")
final class Sessions {

    private static final ConsumeSettings SETTINGS =
            ConsumeSettings.of(new ChannelAttributes(MapConfig.ofChannel("q", Map.of()), Direction.INCOMING));

    /** Large enough to keep settlements. */
    private static final int LARGE_PREFETCH = 100;

    private Sessions() {}

    static DeliverySession silent(Channel channel) {
        return of(channel, new Silent());
    }

    static DeliverySession of(Channel channel, SessionListener listener) {
        return of(null, channel, intake(LARGE_PREFETCH), listener);
    }

    static DeliverySession of(Channel channel, Intake intake, SessionListener listener) {
        return of(null, channel, intake, listener);
    }

    static DeliverySession of(BrokerLink link, Channel channel, SessionListener listener) {
        return of(link, channel, intake(LARGE_PREFETCH), listener);
    }

    private static DeliverySession of(BrokerLink link, Channel channel, Intake intake, SessionListener listener) {
        return new DeliverySession(link, channel, "q", SETTINGS, intake, listener);
    }

    static Intake intake(int prefetch) {
        return new Intake(new ByteWindow(1), new Prefetch(prefetch, 1));
    }

    /** Takes deliveries with the tags from 1 on, and hands them out. */
    static List<BrokerDelivery> deliver(int count, DeliverySession session, DeliveringBroker broker) {
        var deliveries = new ArrayList<BrokerDelivery>();
        for (int tag = 1; tag <= count; tag++) {
            var delivery = new BrokerDelivery(
                    session, new Envelope(tag, false, "", "q"), new BasicProperties(), new byte[0], 0);
            delivery.handOut(new AtomicInteger());
            deliveries.add(delivery);
            broker.deliver(delivery);
            session.ledger.add(delivery);
        }
        return deliveries;
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
