package io.logcast.consumer.archive.table;

import io.logcast.model.event.LogEvent;
import io.logcast.model.wire.LogEventWriter;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;

/**
 * Reads events as long as they fit into a number of bytes of JSON. Rows are fetched a few at a time, since otherwise
 * the driver would hold all of them; this needs a transaction.
 */
public final class BoundedRows {

    // The size of the next rows cannot be predicted; this many of the largest legal events make up a page.
    private static final int FETCHED = 16;

    private BoundedRows() {}

    /** Receives one event after the other, with the bytes of its JSON and its row. */
    public interface Sink {
        void accept(LogEvent event, int bytes, ResultSet row) throws SQLException;
    }

    /**
     * The result of reading.
     *
     * @param isCut whether there may be more rows
     * @param isLate whether the time was up
     */
    public record Read(boolean isCut, boolean isLate) {}

    /**
     * @param mostBytes the most bytes of JSON; the first event is read whatever its size
     * @param until {@link System#nanoTime()} at which it stops, unless it has read nothing
     */
    public static Read read(PreparedStatement select, int mostBytes, long until, Sink sink) throws SQLException {
        select.setFetchSize(FETCHED);
        var bytes = 0;
        try (var rows = select.executeQuery()) {
            while (rows.next()) {
                var event = LogEventRow.event(rows);
                var size = LogEventWriter.json(event).length;
                var isLate = System.nanoTime() - until > 0;
                if (bytes > 0 && (isLate || bytes + size > mostBytes)) {
                    return new Read(true, isLate);
                }
                bytes += size;
                sink.accept(event, size, rows);
            }
        }
        return new Read(false, false);
    }
}
