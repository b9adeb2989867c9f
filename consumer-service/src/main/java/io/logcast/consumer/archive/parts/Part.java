package io.logcast.consumer.archive.parts;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A part of the archive.
 *
 * @param number 0 for what was archived before there were parts
 * @param endedAt nothing is stored in it after this time; null while events may still be stored in it. If a part ends a
 *     second time, because the database was reset to an earlier state, it counts as another part.
 */
public record Part(int number, @Nullable Instant endedAt) {

    static final Part FIRST = new Part(0, null);

    /** The name of its table. */
    public String table() {
        return number == 0 ? "log_event" : "log_event_" + number;
    }
}
