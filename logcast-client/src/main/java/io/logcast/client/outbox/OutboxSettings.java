package io.logcast.client.outbox;

import io.logcast.client.sending.SenderSettings;
import io.logcast.client.spool.Spool;
import java.nio.file.Path;

/**
 * The settings of an outbox.
 *
 * @param sender the settings of the sender
 * @param spoolDirectory a directory for this outbox alone
 * @param spoolBytes the most bytes of the spool on disk: {@link Spool#MIN_BYTES} to {@link Spool#MAX_BYTES}
 * @param queueBytes the most bytes that wait in memory for the spool: 64 KiB to 1 GiB
 */
public record OutboxSettings(SenderSettings sender, Path spoolDirectory, long spoolBytes, long queueBytes) {

    private static final long MIN_QUEUE = 64L << 10;
    private static final long MAX_QUEUE = 1L << 30;

    /** @throws IllegalArgumentException naming the setting that is wrong */
    public OutboxSettings {
        check("spoolSize", spoolBytes, Spool.MIN_BYTES, Spool.MAX_BYTES);
        check("queueSize", queueBytes, MIN_QUEUE, MAX_QUEUE);
    }

    private static void check(String name, long value, long min, long max) {
        if (value < min || value > max) {
            throw new IllegalArgumentException(
                    "%s: must be %d to %d bytes, but is %d".formatted(name, min, max, value));
        }
    }
}
