package io.logcast.bench;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * The cost of one run.
 *
 * @param elapsed by the clock
 * @param cpu user and system time of the candidate's own process, all threads
 * @param requests null unless the messages were sent over HTTP
 */
public record Measurement(
        long messages,
        Duration elapsed,
        Duration cpu,
        @Nullable Requests requests) {

    public Measurement {
        if (messages <= 0 || elapsed.isNegative() || elapsed.isZero()) {
            throw new IllegalArgumentException("A run has messages and takes time: " + messages + " in " + elapsed);
        }
    }

    public Measurement(long messages, Duration elapsed, Duration cpu) {
        this(messages, elapsed, cpu, null);
    }

    public double messagesPerSecond() {
        return messages * 1e9 / elapsed.toNanos();
    }

    public double cpuMicrosPerMessage() {
        return cpu.toNanos() / 1e3 / messages;
    }
}
