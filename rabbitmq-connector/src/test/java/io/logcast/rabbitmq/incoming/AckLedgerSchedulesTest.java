package io.logcast.rabbitmq.incoming;

import io.logcast.rabbitmq.incoming.BrokerDelivery.Disposition;
import io.logcast.testing.schedules.Schedules;
import java.util.List;
import org.jetbrains.lincheck.datastructures.IntGen;
import org.jetbrains.lincheck.datastructures.Operation;
import org.jetbrains.lincheck.datastructures.Param;
import org.jetbrains.lincheck.datastructures.Validate;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** The threads that settle deliveries and tell the broker, in many {@link Schedules}. */
public class AckLedgerSchedulesTest {

    private static final int DELIVERIES = 3;

    /** A session with some deliveries. The broker refuses what it must not be told. */
    public static class Settling {
        private final DeliveringBroker broker = new DeliveringBroker();
        private final DeliverySession session = Sessions.silent(broker.channel());
        private final List<BrokerDelivery> deliveries = Sessions.deliver(DELIVERIES, session, broker);

        @Operation
        public void ack(@Param(gen = IntGen.class, conf = "1:3") int tag) {
            deliveries.get(tag - 1).settle(Disposition.ACK);
        }

        @Operation
        public void reject(@Param(gen = IntGen.class, conf = "1:3") int tag) {
            deliveries.get(tag - 1).settle(Disposition.REJECT);
        }

        @Operation
        public void takeBack() {
            session.takeBack(session.now() + 1);
        }

        @Operation
        public void flush() {
            session.flush();
        }

        @Operation
        public void flushInOrder() {
            session.flushInOrder();
        }

        @Validate
        public void whatIsSettledHasBeenSentOnce() {
            session.flush();
            broker.checkSettled(deliveries);
            // Another flush finds nothing more to send.
            int unsent = session.flushInOrder() + session.ledger.settledSinceFlush();
            if (unsent != 0) {
                throw new IllegalStateException("unsent: " + unsent);
            }
        }
    }

    /** What it needs is initialised here, not in a schedule. */
    @BeforeAll
    static void initialise() {
        new Settling().whatIsSettledHasBeenSentOnce();
    }

    @Test
    void whatIsSettledIsSentOnceAndNothingElse() {
        Schedules.checkValid(Settling.class);
    }
}
