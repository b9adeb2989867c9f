package io.logcast.consumer.archive.parts;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A part of the archive.
 *
 * @param number 0 for what was archived before there were parts
 * @param endedAt after which nothing was stored in it; null if something may be. A part that ends again, since the database
 *     was reset to an earlier state, is another one.
 */
public record Part(int number, @Nullable Instant endedAt) {

    static final Part FIRST = new Part(0, null);

    /** The name of its table. */
    public String table() {
        return number == 0 ? "log_event" : "log_event_" + number;
    }
}
