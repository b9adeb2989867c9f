package io.logcast.consumer.archive.table;

import io.logcast.consumer.filters.EventTime;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Optional;

/** The first and the last time of all archived events. */
public record ArchivedRange(Instant first, Instant last) {

    private static final String SELECT = "select min(%1$s), max(%1$s) from log_event";

    /** Empty if nothing is archived. */
    public static Optional<ArchivedRange> of(Connection connection, EventTime time) throws SQLException {
        try (var select = connection.prepareStatement(SELECT.formatted(LogEventRow.column(time)));
                var row = select.executeQuery()) {
            row.next();
            var first = row.getObject(1, Long.class);
            var last = row.getObject(2, Long.class);
            return first == null || last == null
                    ? Optional.empty()
                    : Optional.of(new ArchivedRange(LogEventRow.instant(first), LogEventRow.instant(last)));
        }
    }
}
