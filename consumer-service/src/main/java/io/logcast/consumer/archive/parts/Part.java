package io.logcast.consumer.archive.parts;

import java.time.Instant;

/**
 * A part of the archive.
 *
 * @param number 0 for what was archived before there were parts
 * @param begunAt which tells it from one of the same number, if the database was reset to an earlier state
 */
public record Part(int number, Instant begunAt) {

    static final Part FIRST = new Part(0, Instant.EPOCH);

    /** The name of its table. */
    public String table() {
        return number == 0 ? "log_event" : "log_event_" + number;
    }
}
