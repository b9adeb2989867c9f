package io.logcast.consumer.archive.table;

import io.logcast.model.event.LogEvent;
import io.logcast.model.wire.LogEventWriter;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;

/**
 * Reads events as long as they fit into some bytes of JSON. The rows are fetched a few at a time, since the driver would
 * else hold all of them; for that the connection has to be in a transaction.
 */
public final class BoundedRows {

    // What is next has any size, whatever came before it: so many of the largest legal events are a page.
    private static final int FETCHED = 16;

    private BoundedRows() {}

    /** Gets one event after the other, the bytes of its JSON, and the row that it is of. */
    public interface Sink {
        void accept(LogEvent event, int bytes, ResultSet row) throws SQLException;
    }

    /**
     * What was read.
     *
     * @param isCut whether there may be more rows
     * @param isLate whether the time was over
     */
    public record Read(boolean isCut, boolean isLate) {}

    /**
     * @param mostBytes of JSON; a first event is read whatever its size
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
