package io.logcast.consumer.search;

import io.logcast.consumer.archive.LogEvents;
import io.logcast.model.event.LogEvent;
import io.logcast.model.wire.LogEventWriter;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;

/**
 * Reads events as long as they fit into some bytes of JSON. The rows are fetched a few at a time, since the driver would
 * else hold all of them; for that the connection has to be in a transaction.
 */
final class BoundedRows {

    // The largest events take some 500 kB in a row.
    private static final int FEWEST_FETCHED = 8;
    private static final int MOST_FETCHED = 1_000;
    private static final long FETCHED_BYTES = 1024 * 1024;

    private BoundedRows() {}

    /** Gets one event after the other, and the row that it is of. */
    interface Sink {
        void accept(LogEvent event, ResultSet row) throws SQLException;
    }

    /**
     * What was read.
     *
     * @param bytes of JSON
     * @param isCut whether there may be more rows
     * @param isLate whether the time was over
     */
    record Read(int bytes, boolean isCut, boolean isLate) {}

    /**
     * @param mostBytes of JSON; a first event is read whatever its size
     * @param until {@link System#nanoTime()} at which it stops, unless it has read nothing
     */
    static Read read(PreparedStatement select, int mostBytes, long until, Sink sink) throws SQLException {
        select.setFetchSize(FEWEST_FETCHED);
        var bytes = 0;
        var count = 0;
        try (var rows = select.executeQuery()) {
            while (rows.next()) {
                var event = LogEvents.event(rows);
                var size = LogEventWriter.json(event).length;
                var isLate = System.nanoTime() - until > 0;
                if (count > 0 && (isLate || bytes + size > mostBytes)) {
                    return new Read(bytes, true, isLate);
                }
                bytes += size;
                count++;
                sink.accept(event, rows);
                rows.setFetchSize(
                        (int) Math.max(FEWEST_FETCHED, Math.min(MOST_FETCHED, FETCHED_BYTES * count / bytes)));
            }
        }
        return new Read(bytes, false, false);
    }
}
