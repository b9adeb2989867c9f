package io.logcast.cli.connection;

import io.logcast.cli.terminal.CliException;
import io.logcast.cli.terminal.ExitCode;
import io.logcast.cli.terminal.Terminal;
import io.logcast.client.sending.BackOff;
import java.time.Duration;
import java.util.SplittableRandom;
import org.jspecify.annotations.Nullable;

/**
 * Waits while a service is away: longer after each failure, up to 30 s, or as long as {@code Retry-After} says. Tells the
 * user once why it waits, and once when the service is back.
 */
public final class Waiting {

    private static final Duration FIRST = Duration.ofMillis(200);
    private static final Duration LONGEST = Duration.ofSeconds(30);

    private final Terminal terminal;
    private final Time time;
    private final @Nullable Duration limit;
    private final BackOff backOff = new BackOff(FIRST, LONGEST, new SplittableRandom());
    private int failures;
    private long firstFailureNanos;

    /** @param limit the longest time from a failure to the next success; null for none */
    public Waiting(Terminal terminal, Time time, @Nullable Duration limit) {
        this.terminal = terminal;
        this.time = time;
        this.limit = limit;
    }

    /** Waits for as long as it takes. */
    public static Waiting forever(Terminal terminal) {
        return new Waiting(terminal, Time.SYSTEM, null);
    }

    /**
     * Waits before the next attempt.
     *
     * @param retryAfter the least time; zero if the service does not say
     * @throws CliException if the limit is reached
     */
    public void after(String failure, Duration retryAfter) {
        failures++;
        if (failures == 1) {
            firstFailureNanos = time.nanos();
        }
        var pause = withinLimit(backOff.pause(failures, retryAfter), failure);
        if (failures == 1) {
            terminal.note(failure + "; trying again");
        }
        try {
            time.sleep(pause);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new CliException(ExitCode.FAILED, "interrupted");
        }
    }

    /** The service has answered. */
    public void over() {
        if (failures > 0) {
            terminal.note("continuing");
        }
        failures = 0;
    }

    /** The attempts count too, since each may take long to fail. */
    private Duration withinLimit(Duration pause, String failure) {
        if (limit == null) {
            return pause;
        }
        var left = limit.minusNanos(time.nanos() - firstFailureNanos);
        if (left.isZero() || left.isNegative()) {
            throw new CliException(ExitCode.UNREACHABLE, "given up: " + failure);
        }
        return pause.compareTo(left) < 0 ? pause : left;
    }
}
