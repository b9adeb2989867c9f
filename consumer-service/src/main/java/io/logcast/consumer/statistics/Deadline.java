package io.logcast.consumer.statistics;

import io.logcast.consumer.database.StatementTime;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.concurrent.TimeUnit;

/** The time by which an answer has to be complete. */
final class Deadline {

    private final long until;

    Deadline(Duration budget) {
        this.until = System.nanoTime() + budget.toNanos();
    }

    boolean isOver() {
        return System.nanoTime() - until >= 0;
    }

    /** Limits each further statement to the remaining time divided by {@code share}. */
    void limit(Connection connection, int share) throws SQLException {
        var left = TimeUnit.NANOSECONDS.toMillis(until - System.nanoTime());
        StatementTime.limit(connection, Math.max(1, left / share));
    }
}
