package io.logcast.consumer.subscriptions.delivery;

import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/** The messages that have come for one pull, in order, with their total size. */
final class Arrived {

    private final Queue<Received> waiting = new ConcurrentLinkedQueue<>();
    private final AtomicInteger messages = new AtomicInteger();
    private final AtomicInteger events = new AtomicInteger();
    private final AtomicInteger bytes = new AtomicInteger();

    /** Returns how many messages have come by now. */
    int add(Received received) {
        waiting.add(received);
        events.addAndGet(received.events());
        bytes.addAndGet(received.bytes());
        return messages.incrementAndGet();
    }

    /** Takes the next message; null if none is left. */
    @Nullable
    Received poll() {
        return waiting.poll();
    }

    int messages() {
        return messages.get();
    }

    int events() {
        return events.get();
    }

    /** The total size of their bodies. */
    int bytes() {
        return bytes.get();
    }
}
