package io.logcast.consumer.archive.table;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * Spans of one length that the archive keeps counts of.
 *
 * @param minutes the length
 * @param since the minute since 1970 from which on these counts are complete, a multiple of the length
 */
record CountStep(long minutes, long since) {

    private static final String SELECT = "select minutes, since from log_event_count_step order by minutes desc";

    /** Those of which an interval has a whole number, the longest first. */
    static List<CountStep> within(Connection connection, Duration interval) throws SQLException {
        try (var select = connection.prepareStatement(SELECT);
                var rows = select.executeQuery()) {
            var steps = new ArrayList<CountStep>();
            while (rows.next()) {
                var step = new CountStep(rows.getLong("minutes"), rows.getLong("since"));
                if (interval.toMinutes() % step.minutes == 0) {
                    steps.add(step);
                }
            }
            return steps;
        }
    }
}
