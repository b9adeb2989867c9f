package io.logcast.bench.services;

import io.logcast.model.event.LogEvent;
import io.logcast.model.wire.AttributesJson;
import io.logcast.model.wire.ContentHash;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Types;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;

/** One connection that fills the archive's table with plain JDBC batches and commits each of them. */
final class JdbcLoader {

    private static final int ROWS_A_BATCH = 500;

    private static final String LOAD = "insert into %s (id, time_unix_nano, observed_time_unix_nano, severity_number,"
            + " source, message, attributes, trace_id, span_id, content_hash, words) values (?, ?, ?, ?, ?, ?, ?::json, ?, ?,"
            + " ?, array_to_tsvector(string_to_array(?, ' '))) on conflict (id) do nothing";

    private JdbcLoader() {}

    static void load(Connection connection, List<LogEvent> events) throws SQLException {
        connection.setAutoCommit(false);
        try (var insert = connection.prepareStatement(LOAD.formatted(ArchiveParts.last(connection)))) {
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
    }

    private static void add(PreparedStatement insert, LogEvent event) throws SQLException {
        insert.setObject(1, event.id());
        insert.setNull(2, Types.BIGINT);
        insert.setLong(3, unixNanos(event.observedTimestamp()));
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

    /** A time as the table's columns have it. */
    static long unixNanos(Instant time) {
        return ChronoUnit.NANOS.between(Instant.EPOCH, time);
    }
}
