package io.logcast.consumer.archive.table;

import io.logcast.consumer.archive.parts.Part;
import io.logcast.consumer.archive.parts.Parts;
import io.logcast.consumer.archive.parts.SealedParts;
import io.logcast.consumer.database.Transactions;
import io.logcast.consumer.filters.query.Words;
import io.logcast.model.event.LogEvent;
import io.logcast.model.wire.AttributesJson;
import io.logcast.model.wire.ContentHash;
import jakarta.enterprise.context.ApplicationScoped;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.function.Function;
import java.util.function.IntFunction;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/** Writes the table {@code log_event}, and finds an event by its id. */
@ApplicationScoped
public class LogEventTable {

    // One statement for each batch of any size; with unnest, the text and so the plan stay the same.
    private static final String INSERT = """
            insert into %s (id, time_unix_nano, observed_time_unix_nano, severity_number, source, message,
                                   attributes, trace_id, span_id, content_hash, words)
            select id, time, observed, severity, source, message, attributes::json, trace_id, span_id, hash,
                   array_to_tsvector(string_to_array(words, ' '))
            from unnest(?::uuid[], ?::bigint[], ?::bigint[], ?::smallint[], ?::text[], ?::text[],
                        ?::text[], ?::text[], ?::text[], ?::bytea[], ?::text[])
                 as row (id, time, observed, severity, source, message, attributes, trace_id, span_id, hash, words)
            on conflict (id) do nothing
            returning id""";

    // By both times, since the database's clock may have been behind when it stamped the arrival. Skips rows that
    // another replica is deleting.
    private static final String DELETE = """
            delete from only log_event where id in (
                select id
                from only log_event, lateral (select now() - make_interval(secs => ?) as time) as oldest
                where archived_at < oldest.time
                      and observed_time_unix_nano < extract(epoch from oldest.time)::bigint * 1000000000
                order by archived_at limit ? for update of log_event skip locked)""";

    private static final String FIND = "select archived_at, " + LogEventRow.COLUMNS + " from log_event where id = ?";

    private final DataSource database;
    private final Lookup lookup;

    LogEventTable(DataSource database, SealedParts sealed) {
        this.database = database;
        this.lookup = new Lookup(sealed);
    }

    /**
     * Stores the events whose ids no part of the archive has yet, in one transaction, which is committed when this
     * returns.
     *
     * @return the events whose ids are archived with other content
     */
    public List<LogEvent> insertIfAbsent(List<LogEvent> events) throws SQLException {
        if (events.isEmpty()) {
            return List.of();
        }
        // Overlapping batches lock rows in the same order, so they cannot deadlock.
        var sorted = new ArrayList<>(events);
        sorted.sort(Comparator.comparing(LogEvent::id));
        return Transactions.committed(database, connection -> {
            var parts = Parts.enter(connection);
            var earlier = parts.subList(0, parts.size() - 1);
            var last = parts.get(parts.size() - 1);
            var known = lookup.hashes(connection, earlier, sorted);
            var absent = new ArrayList<LogEvent>();
            var repeats = new ArrayList<LogEvent>();
            sorted.forEach(event -> (known.containsKey(event.id()) ? repeats : absent).add(event));
            var stored = insert(connection, last, absent);
            if (stored.size() < absent.size()) {
                // The last part has these ids already, or the batch has an id twice. If another writer was first, only
                // a statement after the insert can see it.
                var others = new ArrayList<>(absent);
                others.removeIf(stored::contains);
                known.putAll(lookup.hashes(connection, List.of(last), others));
                repeats.addAll(others);
            }
            return conflicts(repeats, known);
        });
    }

    /**
     * Inserts events into the part, and returns the new ones: of two with the same id, the first. Runs even without
     * events, so that it fails on a standby, which may have events that its new primary lacks.
     */
    private static Set<LogEvent> insert(Connection connection, Part part, List<LogEvent> events) throws SQLException {
        try (var insert = connection.prepareStatement(INSERT.formatted(part.table()))) {
            var columns = new Columns(connection, insert, events);
            columns.set("uuid", LogEvent::id, UUID[]::new);
            columns.set(
                    "bigint",
                    event -> event.timestamp() == null ? null : LogEventRow.unixNanos(event.timestamp()),
                    Long[]::new);
            columns.set("bigint", event -> LogEventRow.unixNanos(event.observedTimestamp()), Long[]::new);
            columns.set("smallint", event -> (short) event.severity().number(), Short[]::new);
            columns.set("text", LogEvent::source, String[]::new);
            columns.set("text", LogEvent::message, String[]::new);
            columns.set("text", event -> AttributesJson.write(event.attributes()), String[]::new);
            columns.set("text", LogEvent::traceId, String[]::new);
            columns.set("text", LogEvent::spanId, String[]::new);
            columns.set("bytea", ContentHash::of, byte[][]::new);
            columns.set("text", event -> String.join(" ", Words.of(event.message())), String[]::new);
            try (var rows = insert.executeQuery()) {
                return inserted(rows, events);
            }
        }
    }

    private static Set<LogEvent> inserted(ResultSet rows, List<LogEvent> events) throws SQLException {
        var ids = new HashSet<UUID>();
        while (rows.next()) {
            ids.add(rows.getObject(1, UUID.class));
        }
        Set<LogEvent> stored = Collections.newSetFromMap(new IdentityHashMap<>());
        events.stream().filter(event -> ids.remove(event.id())).forEach(stored::add);
        return stored;
    }

    private static List<LogEvent> conflicts(List<LogEvent> repeats, Map<UUID, byte[]> known) {
        return repeats.stream()
                .filter(event -> {
                    var hash = known.get(event.id());
                    return hash != null && !Arrays.equals(hash, ContentHash.of(event));
                })
                .toList();
    }

    /** Deletes at most {@code limit} events that were observed, and arrived, longer ago than that. Returns how many. */
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

        // The driver sends arrays of such types in binary form, unlike arrays of objects.
        <T> void set(String type, Function<LogEvent, @Nullable T> value, IntFunction<T[]> array) throws SQLException {
            var values = events.stream().map(value).toArray(array);
            statement.setArray(++parameter, connection.createArrayOf(type, values));
        }
    }
}
