package io.logcast.rabbitmq.incoming;

import com.rabbitmq.client.Channel;
import io.logcast.rabbitmq.incoming.BrokerDelivery.Disposition;
import io.logcast.testing.schedules.Doubles;
import java.util.List;
import java.util.TreeMap;
import java.util.concurrent.CountDownLatch;
import org.jspecify.annotations.Nullable;

/**
 * The broker's end of an AMQP channel. It knows what it has delivered, and refuses what it must not be told, as RabbitMQ does. For
 * one thread at a time, as sessions use their channel.
 */
final class DeliveringBroker {

    private final TreeMap<Long, BrokerDelivery> outstanding = new TreeMap<>();
    private final CountDownLatch settlements;
    private @Nullable String error;

    DeliveringBroker() {
        this(0);
    }

    /** @param expected the settlements for which {@link #awaitSettlements} waits */
    DeliveringBroker(int expected) {
        settlements = new CountDownLatch(expected);
    }

    void deliver(BrokerDelivery delivery) {
        outstanding.put(delivery.tag(), delivery);
    }

    void awaitSettlements() {
        try {
            settlements.await();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Fails unless it was told of exactly those that are settled, and how. */
    void checkSettled(List<BrokerDelivery> deliveries) {
        if (error != null) {
            throw new IllegalStateException(error);
        }
        for (var delivery : deliveries) {
            boolean isOpen = delivery.settlement() == Disposition.OPEN;
            if (isOpen != outstanding.containsKey(delivery.tag())) {
                throw new IllegalStateException(delivery.tag() + " is " + delivery.settlement()
                        + ", and the broker waits for " + outstanding.keySet());
            }
        }
    }

    Channel channel() {
        return Doubles.of(Channel.class, (proxy, method, arguments) -> {
            switch (method.getName()) {
                case "basicAck" -> ack((Long) arguments[0], (Boolean) arguments[1]);
                case "basicReject" -> take((Long) arguments[0], (Boolean) arguments[1] ? "REQUEUE" : "REJECT");
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
        var settlement = delivery == null ? "unknown" : delivery.settlement().toString();
        if (!how.equals(settlement.replace("TAKEN_BACK", "REQUEUE"))) {
            error = how + " of " + tag + ", which is " + settlement;
        }
        settlements.countDown();
    }
}
