package io.logcast.bench.http;

import io.logcast.model.event.LogEvent;
import io.logcast.model.wire.AttributesJson;
import io.logcast.model.wire.ContentHash;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Types;
import java.util.List;
import java.util.Locale;

/**
 * From the broker into committed rows, against a loader that writes the same events into the same table with plain JDBC
 * batches. They take turns; the table is empty at the start of each.
 */
public final class ArchiveBench {

    private static final int EVENTS_A_MESSAGE = 100;
    private static final int ROWS_A_BATCH = 500;
    private static final int ROUNDS = 3;

    private static final String LOAD =
            "insert into log_event (id, time_unix_nano, observed_time_unix_nano, severity_number,"
                    + " source, message, attributes, trace_id, span_id, content_hash, words) values (?, ?, ?, ?, ?, ?, ?::json, ?, ?,"
                    + " ?, array_to_tsvector(string_to_array(?, ' '))) on conflict (id) do nothing";

    private ArchiveBench() {}

    public static void main(String[] arguments) throws Exception {
        var output = Path.of(System.getProperty("bench.output", "target")).toAbsolutePath();
        var count = Integer.getInteger("bench.archive.events", 100_000);
        var report = new StringBuilder(
                "| round | archive (events/s) | JDBC loader (events/s) | ratio |\n|---|---:|---:|---:|\n");
        try (var services = new Services(output)) {
            // The first one warms up.
            for (int round = 0; round <= ROUNDS; round++) {
                var archived = new Backlog(services, EVENTS_A_MESSAGE).drain(count);
                var loaded = load(services, Backlog.events(count));
                var line = String.format(
                        Locale.ROOT,
                        "| %s | %,.0f | %,.0f | %.2f |%n",
                        round == 0 ? "warm-up" : round,
                        archived,
                        loaded,
                        archived / loaded);
                System.out.print(line);
                report.append(line);
            }
        }
        Files.writeString(output.resolve("archive.md"), report);
    }

    /** Events a second of one connection that commits batches. */
    private static double load(Services services, List<LogEvent> events) throws SQLException {
        services.execute("truncate log_event");
        try (var connection = services.database().connect()) {
            connection.setAutoCommit(false);
            var start = System.nanoTime();
            try (var insert = connection.prepareStatement(LOAD)) {
                for (int i = 0; i < events.size(); i++) {
                    add(insert, events.get(i));
                    if ((i + 1) % ROWS_A_BATCH == 0) {
                        insert.executeBatch();
                        connection.commit();
                    }
                }
                insert.executeBatch();
                connection.commit();
            }
            return events.size() * 1e9 / (System.nanoTime() - start);
        }
    }

    private static void add(PreparedStatement insert, LogEvent event) throws SQLException {
        var observed = event.observedTimestamp();
        insert.setObject(1, event.id());
        insert.setNull(2, Types.BIGINT);
        insert.setLong(3, observed.getEpochSecond() * 1_000_000_000L + observed.getNano());
        insert.setInt(4, event.severity().number());
        insert.setString(5, event.source());
        insert.setString(6, event.message());
        insert.setString(7, AttributesJson.write(event.attributes()));
        insert.setString(8, event.traceId());
        insert.setString(9, event.spanId());
        insert.setBytes(10, ContentHash.of(event));
        insert.setString(11, event.message());
        insert.addBatch();
    }
}
