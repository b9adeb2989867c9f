package io.logcast.consumer.archive.table;

import io.logcast.consumer.database.Timestamps;
import io.logcast.consumer.filters.EventTime;
import io.logcast.model.event.LogEvent;
import io.logcast.model.event.Severity;
import io.logcast.model.wire.AttributesJson;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.UUID;

/** Maps an event to a row of the table and back. */
final class LogEventRow {

    /** The columns that {@link #event} reads. */
    static final String COLUMNS = "id, time_unix_nano, observed_time_unix_nano, severity_number, source, message,"
            + " attributes, trace_id, span_id";

    private static final long NANOS_PER_SECOND = 1_000_000_000L;

    /** The latest time that the table can store. */
    static final Instant LATEST = instant(Long.MAX_VALUE);

    private LogEventRow() {}

    /** The time in SQL: a column, or the expression in the index of own times. */
    static String column(EventTime time) {
        return time == EventTime.OBSERVED
                ? "observed_time_unix_nano"
                : "coalesce(time_unix_nano, observed_time_unix_nano)";
    }

    /** The event of the row, which has the {@link #COLUMNS}. */
    static LogEvent event(ResultSet row) throws SQLException {
        var time = row.getObject("time_unix_nano", Long.class);
        return new LogEvent(
                row.getObject("id", UUID.class),
                time == null ? null : instant(time),
                instant(row.getLong("observed_time_unix_nano")),
                Severity.numbered(row.getInt("severity_number")).orElseThrow(),
                row.getString("source"),
                row.getString("message"),
                AttributesJson.read(row.getString("attributes")),
                row.getString("trace_id"),
                row.getString("span_id"));
    }

    /** The event with the time of its archiving, from a row that also has {@code archived_at}. */
    static ArchivedEvent archived(ResultSet row) throws SQLException {
        return new ArchivedEvent(event(row), Timestamps.of(row, "archived_at"));
    }

    /** Nanoseconds since 1970, as the table stores them; times after {@link #LATEST} become the latest. */
    static long unixNanos(Instant instant) {
        return instant.isAfter(LATEST)
                ? Long.MAX_VALUE
                : instant.getEpochSecond() * NANOS_PER_SECOND + instant.getNano();
    }

    static Instant instant(long unixNanos) {
        return Instant.ofEpochSecond(unixNanos / NANOS_PER_SECOND, unixNanos % NANOS_PER_SECOND);
    }
}
