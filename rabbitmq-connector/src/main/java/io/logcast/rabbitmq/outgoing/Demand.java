package io.logcast.rabbitmq.outgoing;

import java.util.concurrent.Flow;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/** What a channel asks of its stream: as many messages as its window holds, and then as many as have been answered. */
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

    /** Asks for nothing more; messages in flight go on. */
    void stop() {
        stopped = true;
        var subscription = upstream;
        if (subscription != null) {
            subscription.cancel();
        }
    }
}
