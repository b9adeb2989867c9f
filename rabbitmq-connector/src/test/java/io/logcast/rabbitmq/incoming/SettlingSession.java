package io.logcast.rabbitmq.incoming;

import io.logcast.rabbitmq.connection.LoopbackLink;
import io.logcast.rabbitmq.incoming.BrokerDelivery.Disposition;
import io.logcast.testing.schedules.Schedules;
import java.util.List;

/** A session whose two deliveries the application holds, and the thread that sends their settlements. */
final class SettlingSession extends Sessions.Silent {

    static final int DELIVERIES = 2;

    final DeliveringBroker broker;
    private final DeliverySession session;
    private final AckWriter acks = new AckWriter("test", 100);
    private final List<BrokerDelivery> deliveries;

    /** @param expected the settlements for which {@link DeliveringBroker#awaitSettlements} waits */
    SettlingSession(LoopbackLink loopback, int expected) {
        broker = new DeliveringBroker(expected);
        session = Sessions.of(loopback.link(), broker.channel(), this);
        deliveries = Sessions.deliver(DELIVERIES, session, broker);
        acks.use(session);
        acks.start();
    }

    @Override
    public void settled(DeliverySession in, BrokerDelivery delivery) {
        acks.settled(in);
    }

    void settle(int index, Disposition how) {
        deliveries.get(index).settle(how);
    }

    void takeBack() {
        session.takeBack(session.now() + 1);
    }

    void end() {
        acks.shutDown(0);
        Schedules.join(acks);
        broker.checkSettled(deliveries);
    }
}
