package io.logcast.cli.connection;

import io.logcast.cli.terminal.CliException;
import io.logcast.cli.terminal.ExitCode;
import io.logcast.cli.terminal.Terminal;
import java.time.Duration;
import java.util.concurrent.ThreadLocalRandom;
import org.jspecify.annotations.Nullable;

/**
 * Waits while a service is away: longer after each failure, up to 30 s, or as long as {@code Retry-After} says, up to 5
 * minutes. Tells the user once why it waits, and once when the service is back.
 */
public final class Waiting {

    private static final Duration FIRST = Duration.ofMillis(200);
    private static final Duration LONGEST = Duration.ofSeconds(30);
    private static final Duration LONGEST_ASKED_FOR = Duration.ofMinutes(5);

    /** Sleeps; tests replace it. */
    @FunctionalInterface
    public interface Pause {
        void of(Duration duration) throws InterruptedException;
    }

    private final Terminal terminal;
    private final Pause pause;
    private final @Nullable Duration limit;
    private Duration next = FIRST;
    private Duration waited = Duration.ZERO;
    private long firstFailureNanos;

    /** @param limit the longest time from a failure to the next success; null for none */
    public Waiting(Terminal terminal, Pause pause, @Nullable Duration limit) {
        this.terminal = terminal;
        this.pause = pause;
        this.limit = limit;
    }

    /** Sleeps. */
    public static Waiting forever(Terminal terminal) {
        return new Waiting(terminal, pause -> Thread.sleep(pause.toMillis()), null);
    }

    /**
     * Waits before the next attempt.
     *
     * @throws CliException if the limit is reached
     */
    public void after(String failure, @Nullable Duration retryAfter) {
        if (waited.isZero()) {
            terminal.note(failure + "; trying again");
            firstFailureNanos = System.nanoTime();
        }
        var left = left();
        if (left != null && (left.isZero() || left.isNegative())) {
            throw new CliException(ExitCode.UNREACHABLE, "given up: " + failure);
        }
        var time = left == null ? duration(retryAfter) : shorter(duration(retryAfter), left);
        try {
            pause.of(time);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new CliException(ExitCode.FAILED, "interrupted");
        }
        waited = waited.plus(time);
        next = shorter(next.multipliedBy(2), LONGEST);
    }

    /** The service has answered. */
    public void over() {
        if (!waited.isZero()) {
            terminal.note("going on");
        }
        waited = Duration.ZERO;
        next = FIRST;
    }

    /** The time until the limit; null if there is none. The attempts count too, since each may take long to fail. */
    private @Nullable Duration left() {
        if (limit == null) {
            return null;
        }
        var elapsed = waited.isZero() ? Duration.ZERO : Duration.ofNanos(System.nanoTime() - firstFailureNanos);
        return limit.minus(elapsed.compareTo(waited) > 0 ? elapsed : waited);
    }

    private Duration duration(@Nullable Duration retryAfter) {
        var asked = retryAfter == null ? Duration.ZERO : shorter(retryAfter, LONGEST_ASKED_FOR);
        // Clients that wait for the same service should not return at the same moment.
        var own =
                next.multipliedBy(ThreadLocalRandom.current().nextInt(75, 126)).dividedBy(100);
        return asked.compareTo(own) > 0 ? asked : own;
    }

    private static Duration shorter(Duration one, Duration other) {
        return one.compareTo(other) < 0 ? one : other;
    }
}
