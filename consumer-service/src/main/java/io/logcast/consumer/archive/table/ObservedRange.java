package io.logcast.consumer.archive.table;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Optional;

/** The first and the last observed timestamp of all archived events. */
public record ObservedRange(Instant first, Instant last) {

    private static final String SELECT =
            "select min(observed_time_unix_nano), max(observed_time_unix_nano) from log_event";

    /** Empty if nothing is archived. */
    public static Optional<ObservedRange> of(Connection connection) throws SQLException {
        try (var select = connection.prepareStatement(SELECT);
                var row = select.executeQuery()) {
            row.next();
            var first = row.getObject(1, Long.class);
            var last = row.getObject(2, Long.class);
            return first == null || last == null
                    ? Optional.empty()
                    : Optional.of(new ObservedRange(LogEventRow.instant(first), LogEventRow.instant(last)));
        }
    }
}
