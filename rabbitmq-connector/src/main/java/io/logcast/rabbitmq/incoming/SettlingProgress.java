package io.logcast.rabbitmq.incoming;

import java.util.concurrent.atomic.AtomicInteger;

/** Whether the application settles what it has been given. */
final class SettlingProgress {

    private final AtomicInteger unsettled = new AtomicInteger();
    private volatile long latestAt = System.nanoTime();

    /** @param now the time, to within a few milliseconds; also in the other methods */
    void taken(long now) {
        if (unsettled.getAndIncrement() == 0) {
            latestAt = now;
        }
    }

    void settled(long now) {
        unsettled.decrementAndGet();
        latestAt = now;
    }

    /** Deliveries were taken back; that does not count as progress of the application. */
    void takenBack(int count) {
        unsettled.addAndGet(-count);
    }

    /** How long deliveries have been waiting without any being settled (ns); 0 if none waits. */
    long stuckFor(long now) {
        return unsettled.get() == 0 ? 0 : now - latestAt;
    }
}
