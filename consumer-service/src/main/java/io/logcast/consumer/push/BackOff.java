package io.logcast.consumer.push;

import java.time.Duration;
import java.util.Optional;
import java.util.function.DoubleSupplier;

/**
 * Decides when a failing target is tried again. The pauses double up to five minutes; each is shortened at random by up
 * to half, so that replicas and subscriptions do not retry all at once. Only one thread at a time may use it, but any
 * thread may call {@link #isOn}. Times are those of {@link System#nanoTime()}.
 */
final class BackOff {

    private static final long FIRST_NANOS = Duration.ofSeconds(1).toNanos();
    private static final long LONGEST_NANOS = Duration.ofMinutes(5).toNanos();
    private static final int MOST_DOUBLINGS = 10;
    /** A target's Retry-After is honoured up to this. */
    private static final Duration LONGEST_ASKED = Duration.ofHours(1);

    private final DoubleSupplier random;
    private volatile int failures;
    private long until;

    /** @param random at least 0 and below 1 */
    BackOff(DoubleSupplier random) {
        this.random = random;
    }

    /** Whether the last attempt failed. */
    boolean isOn() {
        return failures > 0;
    }

    /** Whether the target may be tried now. */
    boolean isOver(long now) {
        return !isOn() || now - until >= 0;
    }

    /** @param asked the target's Retry-After */
    void failed(long now, Optional<Duration> asked) {
        failed(failures + 1, now, asked);
    }

    /** The same, but begins with the first pause again. */
    void failedAnew(long now, Optional<Duration> asked) {
        failed(1, now, asked);
    }

    private void failed(int inARow, long now, Optional<Duration> asked) {
        leaveAlone(now, Math.max(pause(inARow), bounded(asked)));
        failures = inARow;
    }

    /** A request other than the probe failed; its Retry-After can only lengthen the pause. */
    void asked(long now, Optional<Duration> asked) {
        leaveAlone(now, bounded(asked));
    }

    private void leaveAlone(long now, long nanos) {
        if (isOver(now) || now + nanos - until > 0) {
            until = now + nanos;
        }
    }

    void reset() {
        failures = 0;
    }

    /** The pause after that many failures in a row (ns). */
    long pause(int inARow) {
        var longest = Math.min(LONGEST_NANOS, FIRST_NANOS << Math.min(inARow - 1, MOST_DOUBLINGS));
        return (long) (longest * (1 - random.getAsDouble() / 2));
    }

    private static long bounded(Optional<Duration> asked) {
        var wait = asked.orElse(Duration.ZERO);
        return (wait.compareTo(LONGEST_ASKED) > 0 ? LONGEST_ASKED : wait).toNanos();
    }
}
