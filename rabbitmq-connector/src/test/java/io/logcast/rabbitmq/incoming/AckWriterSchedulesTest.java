package io.logcast.rabbitmq.incoming;

import io.logcast.rabbitmq.connection.LoopbackLink;
import io.logcast.rabbitmq.incoming.BrokerDelivery.Disposition;
import io.logcast.testing.schedules.Schedules;
import java.io.IOException;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;

/** The thread that sends settlements, and those that settle and close, in many {@link Schedules}. */
@EnabledIfSystemProperty(named = "schedules.depth", matches = "\\d+", disabledReason = "takes long")
class AckWriterSchedulesTest {

    @SuppressWarnings("NullAway")
    private static LoopbackLink loopback;

    @BeforeAll
    static void connect() throws IOException {
        loopback = new LoopbackLink();
        // What it needs is initialised here, not in a schedule.
        new SettlingSession(loopback, 0).end();
    }

    @AfterAll
    static void disconnect() throws IOException {
        loopback.close();
    }

    @Test
    void whatIsSettledIsSentWithoutBeingAskedForAgain() {
        Schedules.checkThreads(() -> {
            var settling = new SettlingSession(loopback, SettlingSession.DELIVERIES);
            Schedules.inParallel(
                    () -> settling.settle(0, Disposition.ACK), () -> settling.settle(1, Disposition.REJECT));
            settling.broker.awaitSettlements();
            settling.end();
        });
    }

    @Test
    void whatIsSettledBeforeTheEndIsSent() {
        Schedules.checkThreads(() -> {
            var settling = new SettlingSession(loopback, SettlingSession.DELIVERIES);
            settling.settle(1, Disposition.ACK);
            Schedules.inParallel(settling::takeBack, settling::end);
        });
    }

    @Test
    void oneThatIsTakenBackWhileItIsSettledIsSentOnce() {
        Schedules.checkThreads(() -> {
            var settling = new SettlingSession(loopback, SettlingSession.DELIVERIES);
            Schedules.inParallel(
                    settling::takeBack,
                    () -> settling.settle(0, Disposition.ACK),
                    () -> settling.settle(1, Disposition.ACK));
            settling.broker.awaitSettlements();
            settling.end();
        });
    }
}
