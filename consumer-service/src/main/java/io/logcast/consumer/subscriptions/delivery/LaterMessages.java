package io.logcast.consumer.subscriptions.delivery;

import java.time.Duration;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.function.Consumer;

/**
 * A reader's messages that only a later release can read. Each goes to the end of its queue after a while; if it went
 * back at once, it would come again at once.
 */
final class LaterMessages {

    /** How many of them are held at most. */
    static final int MOST = 20;

    private static final long LONGEST_NANOS = Duration.ofSeconds(30).toNanos();

    private final Queue<Waiting> waiting = new ConcurrentLinkedQueue<>();
    private final Consumer<HeldMessage> putOff;

    private record Waiting(HeldMessage message, long until) {}

    /** @param putOff moves a message to the end of its queue */
    LaterMessages(Consumer<HeldMessage> putOff) {
        this.putOff = putOff;
    }

    void add(HeldMessage message, HoldTimes times) {
        waiting.add(new Waiting(message, System.nanoTime() + Math.min(LONGEST_NANOS, times.ackDeadline())));
    }

    /** Puts off all but that many, the oldest first. */
    void bound(int most) {
        while (waiting.size() > most) {
            putOffFirst();
        }
    }

    /** Puts off those that have waited for long enough. */
    void expire(long now) {
        for (var first = waiting.peek(); first != null && first.until - now < 0; first = waiting.peek()) {
            putOffFirst();
        }
    }

    private void putOffFirst() {
        var first = waiting.poll();
        if (first != null) {
            putOff.accept(first.message);
        }
    }
}
