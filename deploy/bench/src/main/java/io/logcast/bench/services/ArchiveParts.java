package io.logcast.bench.services;

import java.io.IOException;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;

/** The parts of the archive. Another checkout's archive may have none. */
final class ArchiveParts {

    private static final String EXIST = "select to_regclass('log_event_part') is not null";
    private static final String LAST = "select 'log_event_' || max(number) from log_event_part";
    private static final String UNSEALED =
            "select count(*) from log_event_part where ended_at is not null and events is null";
    private static final Pattern SOME_WITHOUT_FILTER =
            Pattern.compile("(?m)^logcast_archive_parts_without_filter(\\{.*})? [1-9]");
    private static final Duration PATIENCE = Duration.ofMinutes(10);

    private ArchiveParts() {}

    /** The table that new events go into. */
    static String last(Connection connection) throws SQLException {
        return exist(connection) ? text(connection, LAST) : "log_event";
    }

    /**
     * Waits until all parts but the last are sealed and the consumer has filters of their ids, as in an archive that
     * has grown slowly.
     */
    static void awaitFilters(Services services) throws SQLException, IOException, InterruptedException {
        try (var connection = services.database().connect()) {
            if (!exist(connection)) {
                return;
            }
            var end = System.nanoTime() + PATIENCE.toNanos();
            while (!text(connection, UNSEALED).equals("0")
                    || SOME_WITHOUT_FILTER.matcher(services.consumerMetrics()).find()) {
                if (System.nanoTime() > end) {
                    throw new IllegalStateException(
                            "After " + PATIENCE + ", some parts are not sealed or have no filter");
                }
                TimeUnit.SECONDS.sleep(1);
            }
        }
    }

    private static boolean exist(Connection connection) throws SQLException {
        return "t".equals(text(connection, EXIST));
    }

    private static String text(Connection connection, String query) throws SQLException {
        try (var statement = connection.createStatement();
                var row = statement.executeQuery(query)) {
            row.next();
            return row.getString(1);
        }
    }
}
