package io.logcast.rabbitmq.incoming;

import java.util.ArrayList;
import java.util.List;

/** Deliveries that found the window full. Their content is dropped; the broker delivers them again. */
final class Overflow {

    private List<BrokerDelivery> refused = new ArrayList<>();
    private long bytes;
    private volatile boolean full;

    /** The deliveries refused since the last call. */
    record Refused(List<BrokerDelivery> deliveries, long bytes) {}

    /** Whether every delivery is refused, so that the order is kept. */
    boolean isFull() {
        return full;
    }

    /** True for the first refused delivery. */
    synchronized boolean refuse(BrokerDelivery delivery, int size) {
        boolean first = !full;
        full = true;
        refused.add(delivery);
        bytes += size;
        return first;
    }

    /** @param over whether deliveries are accepted again from now on */
    synchronized Refused take(boolean over) {
        var taken = new Refused(refused, bytes);
        refused = new ArrayList<>();
        bytes = 0;
        full = !over;
        return taken;
    }
}
