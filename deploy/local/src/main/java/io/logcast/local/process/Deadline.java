package io.logcast.local.process;

import java.time.Duration;
import java.util.function.BooleanSupplier;

/** A point in time by which something must have happened. */
public final class Deadline {
    private static final Duration PAUSE = Duration.ofMillis(50);

    private final long end;

    private Deadline(long end) {
        this.end = end;
    }

    public static Deadline in(Duration time) {
        return new Deadline(System.nanoTime() + time.toNanos());
    }

    /** Never negative. */
    public Duration remaining() {
        return Duration.ofNanos(Math.max(0, end - System.nanoTime()));
    }

    /** Polls the condition until it holds; false if the deadline passes first. */
    public boolean await(BooleanSupplier condition) {
        while (!condition.getAsBoolean()) {
            if (remaining().isZero()) {
                return false;
            }
            pause();
        }
        return true;
    }

    private static void pause() {
        try {
            Thread.sleep(PAUSE.toMillis());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new LocalProcessException("Interrupted while waiting", e);
        }
    }
}
