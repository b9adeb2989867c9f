package io.logcast.consumer.archive.table;

import io.logcast.consumer.database.Connections;
import io.logcast.consumer.filters.query.Words;
import io.logcast.model.event.LogEvent;
import io.logcast.model.wire.AttributesJson;
import io.logcast.model.wire.ContentHash;
import jakarta.enterprise.context.ApplicationScoped;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Function;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/** Writes the table {@code log_event}, and finds an event by its id. */
@ApplicationScoped
public class LogEventTable {

    // One statement a batch, whatever its size; unnest keeps the statement's text, and so its plan, the same.
    private static final String INSERT = """
            insert into log_event (id, time_unix_nano, observed_time_unix_nano, severity_number, source, message,
                                   attributes, trace_id, span_id, content_hash, words)
            select id, time, observed, severity, source, message, attributes::json, trace_id, span_id, hash,
                   array_to_tsvector(string_to_array(words, ' '))
            from unnest(?::uuid[], ?::bigint[], ?::bigint[], ?::smallint[], ?::text[], ?::text[],
                        ?::text[], ?::text[], ?::text[], ?::bytea[], ?::text[])
                 as row (id, time, observed, severity, source, message, attributes, trace_id, span_id, hash, words)
            on conflict (id) do nothing""";

    // A statement of its own: the insert does not see what another replica stores at the same time.
    private static final String CONFLICTS = """
            select number
            from unnest(?::uuid[], ?::bytea[]) with ordinality as sent (id, hash, number) join log_event using (id)
            where content_hash <> hash""";

    // By both times, since the database's clock may have been behind when it stamped the arrival. Rows that another
    // replica
    // is deleting are skipped.
    private static final String DELETE = """
            delete from log_event where id in (
                select id
                from log_event, lateral (select now() - make_interval(secs => ?) as time) as oldest
                where archived_at < oldest.time
                      and observed_time_unix_nano < extract(epoch from oldest.time)::bigint * 1000000000
                order by archived_at limit ? for update of log_event skip locked)""";

    private static final String FIND = "select archived_at, " + LogEventRow.COLUMNS + " from log_event where id = ?";

    private final DataSource database;

    LogEventTable(DataSource database) {
        this.database = database;
    }

    /**
     * Stores the events whose ids are not there yet, in one statement that is committed when this returns.
     *
     * @return those whose ids are there with other content
     */
    public List<LogEvent> insertIfAbsent(List<LogEvent> events) throws SQLException {
        if (events.isEmpty()) {
            return List.of();
        }
        // Batches that overlap lock the rows in one order, so no two wait for each other.
        var sorted = new ArrayList<>(events);
        sorted.sort(Comparator.comparing(LogEvent::id));
        try (var connection = Connections.of(database);
                var insert = connection.prepareStatement(INSERT)) {
            var columns = new Columns(connection, insert, sorted);
            columns.set("uuid", LogEvent::id);
            columns.set("bigint", event -> event.timestamp() == null ? null : LogEventRow.unixNanos(event.timestamp()));
            columns.set("bigint", event -> LogEventRow.unixNanos(event.observedTimestamp()));
            columns.set("smallint", event -> (short) event.severity().number());
            columns.set("text", LogEvent::source);
            columns.set("text", LogEvent::message);
            columns.set("text", event -> AttributesJson.write(event.attributes()));
            columns.set("text", LogEvent::traceId);
            columns.set("text", LogEvent::spanId);
            columns.setBytes(ContentHash::of);
            columns.set("text", event -> String.join(" ", Words.of(event.message())));
            return insert.executeUpdate() == sorted.size() ? List.of() : conflicts(connection, sorted);
        }
    }

    private static List<LogEvent> conflicts(Connection connection, List<LogEvent> events) throws SQLException {
        try (var select = connection.prepareStatement(CONFLICTS)) {
            var columns = new Columns(connection, select, events);
            columns.set("uuid", LogEvent::id);
            columns.setBytes(ContentHash::of);
            var conflicts = new ArrayList<LogEvent>();
            try (var rows = select.executeQuery()) {
                while (rows.next()) {
                    conflicts.add(events.get(rows.getInt(1) - 1));
                }
            }
            return conflicts;
        }
    }

    /** Deletes at most {@code limit} of the events that were observed and arrived longer ago, and returns how many. */
    public int deleteOlderThan(Duration age, int limit) throws SQLException {
        try (var connection = database.getConnection();
                var delete = connection.prepareStatement(DELETE)) {
            delete.setLong(1, age.toSeconds());
            delete.setInt(2, limit);
            return delete.executeUpdate();
        }
    }

    /** The event of that id; empty if it is not archived. */
    public Optional<ArchivedEvent> find(UUID id) throws SQLException {
        try (var connection = database.getConnection();
                var select = connection.prepareStatement(FIND)) {
            select.setObject(1, id);
            try (var rows = select.executeQuery()) {
                return rows.next() ? Optional.of(LogEventRow.archived(rows)) : Optional.empty();
            }
        }
    }

    /** Sets one array parameter after the other. */
    private static final class Columns {

        private final Connection connection;
        private final PreparedStatement statement;
        private final List<LogEvent> events;
        private int parameter;

        Columns(Connection connection, PreparedStatement statement, List<LogEvent> events) {
            this.connection = connection;
            this.statement = statement;
            this.events = events;
        }

        void set(String type, Function<LogEvent, @Nullable Object> value) throws SQLException {
            set(type, events.stream().map(value).toArray());
        }

        // The driver takes byte arrays in an array of just that type.
        void setBytes(Function<LogEvent, byte[]> value) throws SQLException {
            set("bytea", events.stream().map(value).toArray(byte[][]::new));
        }

        private void set(String type, Object[] values) throws SQLException {
            statement.setArray(++parameter, connection.createArrayOf(type, values));
        }
    }
}
