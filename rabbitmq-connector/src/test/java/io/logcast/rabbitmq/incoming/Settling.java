package io.logcast.rabbitmq.incoming;

import com.rabbitmq.client.AMQP.BasicProperties;
import com.rabbitmq.client.Envelope;
import io.logcast.rabbitmq.connection.LoopbackLink;
import io.logcast.rabbitmq.incoming.BrokerDelivery.Disposition;
import io.logcast.testing.schedules.Schedules;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;

/** A session whose two deliveries the application holds, and the thread that sends their settlements. */
final class Settling extends Sessions.Silent {
    static final int DELIVERIES = 2;

    final DeliveringBroker broker;
    private final DeliverySession session;
    private final AckWriter acks = new AckWriter("test", 100);
    private final List<BrokerDelivery> deliveries = new ArrayList<>();

    /** @param expected the settlements for which {@link DeliveringBroker#awaitSettlements} waits */
    Settling(LoopbackLink loopback, int expected) {
        broker = new DeliveringBroker(expected);
        session = Sessions.of(loopback.link(), broker.channel(), this);
        for (int tag = 1; tag <= DELIVERIES; tag++) {
            var delivery = new BrokerDelivery(
                    session, new Envelope(tag, false, "", "q"), new BasicProperties(), new byte[0], 0);
            delivery.handOut(new AtomicInteger());
            deliveries.add(delivery);
            broker.deliver(delivery);
            session.ledger.add(delivery);
        }
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

    boolean isOpen(int index) {
        return deliveries.get(index).settlement() == Disposition.OPEN;
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
