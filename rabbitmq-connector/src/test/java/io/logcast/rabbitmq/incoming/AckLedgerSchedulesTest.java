package io.logcast.rabbitmq.incoming;

import com.rabbitmq.client.AMQP.BasicProperties;
import com.rabbitmq.client.Channel;
import com.rabbitmq.client.Envelope;
import io.logcast.rabbitmq.attributes.Attribute.Direction;
import io.logcast.rabbitmq.attributes.ChannelAttributes;
import io.logcast.rabbitmq.incoming.BrokerDelivery.Disposition;
import io.logcast.rabbitmq.testing.MapConfig;
import io.logcast.rabbitmq.testing.Schedules;
import java.lang.reflect.Proxy;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jetbrains.lincheck.datastructures.IntGen;
import org.jetbrains.lincheck.datastructures.Operation;
import org.jetbrains.lincheck.datastructures.Param;
import org.jetbrains.lincheck.datastructures.Validate;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** The threads that settle deliveries and tell the broker, in many {@link Schedules}. */
public class AckLedgerSchedulesTest {

    private static final ConsumeSettings SETTINGS =
            ConsumeSettings.of(new ChannelAttributes(MapConfig.ofChannel("q", Map.of()), Direction.INCOMING));
    private static final BasicProperties PROPERTIES = new BasicProperties();
    private static final byte[] BODY = {};
    private static final int DELIVERIES = 3;

    /** A session with some deliveries. The broker refuses what it must not be told. */
    public static class Settling {
        private final Broker broker = new Broker();
        private final DeliverySession session = session(broker);
        private final List<BrokerDelivery> deliveries = new ArrayList<>();

        public Settling() {
            for (int tag = 1; tag <= DELIVERIES; tag++) {
                var delivery = new BrokerDelivery(session, new Envelope(tag, false, "", "q"), PROPERTIES, BODY, 0);
                delivery.handOut();
                deliveries.add(delivery);
                broker.outstanding.put(delivery.tag(), delivery);
                session.ledger.add(delivery);
            }
        }

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

        @Validate
        public void whatIsSettledHasBeenSentOnce() {
            session.flush();
            for (var delivery : deliveries) {
                boolean isOpen = delivery.settlement() == Disposition.OPEN;
                if (isOpen != broker.outstanding.containsKey(delivery.tag())) {
                    throw new IllegalStateException(delivery.tag() + " is " + delivery.settlement()
                            + ", and the broker waits for " + broker.outstanding.keySet());
                }
            }
            if (broker.error != null || session.ledger.unsent() != 0) {
                throw new IllegalStateException(broker.error + "; unsent: " + session.ledger.unsent());
            }
        }
    }

    @Test
    void whatIsSettledIsSentOnceAndNothingElse() {
        Schedules.checkValid(Settling.class);
    }

    @SuppressWarnings("NullAway")
    private static DeliverySession session(Broker broker) {
        return new DeliverySession(
                null,
                broker.channel(),
                "q",
                SETTINGS,
                new Intake(new ByteWindow(1), new Prefetch(1, 1)),
                new Sessions.Silent());
    }

    /** Knows what it has delivered, as RabbitMQ does. */
    private static final class Broker {
        private final TreeMap<Long, BrokerDelivery> outstanding = new TreeMap<>();
        private @Nullable String error;

        Channel channel() {
            return (Channel) Proxy.newProxyInstance(
                    getClass().getClassLoader(), new Class<?>[] {Channel.class}, (proxy, method, arguments) -> {
                        switch (method.getName()) {
                            // Lincheck compares the objects whose methods are called.
                            case "equals" -> {
                                return proxy == arguments[0];
                            }
                            case "hashCode" -> {
                                return 0;
                            }
                            case "basicAck" -> ack((Long) arguments[0], (Boolean) arguments[1]);
                            case "basicReject" ->
                                take((Long) arguments[0], (Boolean) arguments[1] ? "REQUEUE" : "REJECT");
                            default -> {}
                        }
                        return null;
                    });
        }

        private void ack(long tag, boolean multiple) {
            var covered = multiple ? List.copyOf(outstanding.headMap(tag, true).keySet()) : List.of(tag);
            covered.forEach(each -> take(each, "ACK"));
        }

        private void take(long tag, String how) {
            var delivery = outstanding.remove(tag);
            var settlement =
                    delivery == null ? "unknown" : delivery.settlement().toString();
            if (!how.equals(settlement.replace("TAKEN_BACK", "REQUEUE"))) {
                error = how + " of " + tag + ", which is " + settlement;
            }
        }
    }
}
