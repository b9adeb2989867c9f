package io.logcast.rabbitmq.outgoing;

import java.util.concurrent.Flow;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * Requests messages from a channel's stream: first as many as the window holds, then one more for each that was
 * answered.
 */
final class Demand {

    private final int window;
    private final AtomicInteger inFlight = new AtomicInteger();
    /** Messages that were answered and whose replacements are not requested yet. */
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

    /** Counts a message that has arrived from the stream. */
    void taken() {
        inFlight.incrementAndGet();
    }

    /** Counts a message that was acked or nacked. The next {@link #renew} requests another in its place. */
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

    /** Requests no more messages. Those in flight are not affected. */
    void stop() {
        stopped = true;
        var subscription = upstream;
        if (subscription != null) {
            subscription.cancel();
        }
    }
}
