package io.logcast.rabbitmq.incoming;

import com.rabbitmq.client.AMQP.BasicProperties;
import com.rabbitmq.client.Envelope;
import io.logcast.rabbitmq.connection.LoopbackLink;
import io.logcast.rabbitmq.incoming.BrokerDelivery.Disposition;
import io.logcast.testing.schedules.Schedules;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;

/** The thread that sends settlements, and those that settle and close, in many {@link Schedules}. */
@EnabledIfSystemProperty(named = "schedules.depth", matches = "\\d+", disabledReason = "takes long")
class AckWriterSchedulesTest {

    private static final int DELIVERIES = 2;

    @SuppressWarnings("NullAway")
    private static LoopbackLink loopback;

    @BeforeAll
    static void connect() throws IOException {
        loopback = new LoopbackLink();
        // What it needs is initialised here, not in a schedule.
        new Settling(0).end();
    }

    @AfterAll
    static void disconnect() throws IOException {
        loopback.close();
    }

    @Test
    void whatIsSettledIsSentWithoutBeingAskedForAgain() {
        Schedules.checkThreads(() -> {
            var settling = new Settling(DELIVERIES);
            Schedules.inParallel(
                    () -> settling.settle(0, Disposition.ACK), () -> settling.settle(1, Disposition.REJECT));
            settling.broker.awaitSettlements();
            settling.end();
        });
    }

    @Test
    void whatIsSettledBeforeTheEndIsSent() {
        Schedules.checkThreads(() -> {
            var settling = new Settling(DELIVERIES);
            settling.settle(1, Disposition.ACK);
            Schedules.inParallel(settling::takeBack, settling::end);
        });
    }

    @Test
    void oneThatIsTakenBackWhileItIsSettledIsSentOnce() {
        Schedules.checkThreads(() -> {
            var settling = new Settling(DELIVERIES);
            Schedules.inParallel(
                    settling::takeBack,
                    () -> settling.settle(0, Disposition.ACK),
                    () -> settling.settle(1, Disposition.ACK));
            settling.broker.awaitSettlements();
            settling.end();
        });
    }

    /** A session whose deliveries the application holds, and its thread. */
    private static final class Settling extends Sessions.Silent {
        private final DeliveringBroker broker;
        private final DeliverySession session;
        private final AckWriter acks = new AckWriter("test", 100);
        private final List<BrokerDelivery> deliveries = new ArrayList<>();

        Settling(int expected) {
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

        void takeBack() {
            session.takeBack(session.now() + 1);
        }

        void end() {
            acks.shutDown(0);
            Schedules.join(acks);
            broker.checkSettled(deliveries);
        }
    }
}
