package io.logcast.consumer.archive.table;

import io.logcast.consumer.filters.EventTime;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Optional;

/** The first and the last time of the archived events. */
public final class ArchivedTimes {

    private static final String FIRST = "select min(%s) from log_event";
    private static final String LAST = "select max(%1$s) from log_event where %1$s >= ?";

    private ArchivedTimes() {}

    /** The first time; empty if nothing is archived. */
    public static Optional<Instant> first(Connection connection, EventTime time) throws SQLException {
        try (var select = connection.prepareStatement(FIRST.formatted(LogEventRow.column(time)))) {
            return instant(select);
        }
    }

    /**
     * The last time that is not before the instant; empty if there is none. If the instant is the present, this skips
     * the parts that have ended.
     */
    public static Optional<Instant> lastSince(Connection connection, EventTime time, Instant instant)
            throws SQLException {
        try (var select = connection.prepareStatement(LAST.formatted(LogEventRow.column(time)))) {
            select.setLong(1, LogEventRow.unixNanos(instant));
            return instant(select);
        }
    }

    private static Optional<Instant> instant(PreparedStatement select) throws SQLException {
        try (var row = select.executeQuery()) {
            row.next();
            return Optional.ofNullable(row.getObject(1, Long.class)).map(LogEventRow::instant);
        }
    }
}
