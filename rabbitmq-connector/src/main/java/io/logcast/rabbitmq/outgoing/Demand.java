package io.logcast.rabbitmq.outgoing;

import java.util.concurrent.Flow;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * How many messages a channel requests of its stream: as many as its window holds, then one more for each that was answered.
 */
final class Demand {

    private final int window;
    private final AtomicInteger inFlight = new AtomicInteger();
    /** Answered and not yet asked for again. */
    private final AtomicInteger credit = new AtomicInteger();

    private volatile Flow.@Nullable Subscription upstream;
    private volatile boolean stopped;

    Demand(int window) {
        this.window = window;
    }

    void begin(Flow.Subscription subscription) {
        upstream = subscription;
        subscription.request(window);
    }

    /** A message has come. */
    void taken() {
        inFlight.incrementAndGet();
    }

    /** A message has been acked or nacked; {@link #renew} asks for another. */
    void answered() {
        inFlight.decrementAndGet();
        credit.incrementAndGet();
    }

    void renew() {
        int free = credit.getAndSet(0);
        var subscription = upstream;
        if (free > 0 && subscription != null && !stopped) {
            subscription.request(free);
        }
    }

    int inFlight() {
        return inFlight.get();
    }

    boolean isStopped() {
        return stopped;
    }

    /** Requests no more; messages in flight go on. */
    void stop() {
        stopped = true;
        var subscription = upstream;
        if (subscription != null) {
            subscription.cancel();
        }
    }
}
