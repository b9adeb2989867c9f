package io.logcast.consumer.search;

import io.logcast.consumer.archive.LogEvents;
import io.logcast.consumer.filters.LogFilter;
import io.logcast.model.event.LogEvent;
import jakarta.enterprise.context.ApplicationScoped;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/** Reads the archive in the order in which events arrived there, a bounded step at a time. */
@ApplicationScoped
public class Arrivals {

    private static final int STEP_ROWS = 250;
    private static final UUID LAST_ID = new UUID(-1, -1);

    private static final String BEHIND = "(archived_at, id) > (?, ?)";
    private static final String UP_TO = "(archived_at, id) <= (?, ?)";
    private static final String IN_ORDER = " order by archived_at, id limit ?";

    private final DataSource database;

    Arrivals(@io.quarkus.agroal.DataSource("search") DataSource database) {
        this.database = database;
    }

    /**
     * When and as what an event arrived.
     *
     * @param at by the database's clock
     */
    public record Arrival(Instant at, UUID id) {

        /** Behind everything that had arrived by then. */
        public static Arrival endOf(Instant at) {
            return new Arrival(at, LAST_ID);
        }
    }

    /** An event and when it arrived. */
    public record Arrived(LogEvent event, Instant at) {}

    /**
     * A part of the way.
     *
     * @param end where the next step begins
     */
    public record Step(List<Arrived> events, Arrival end) {}

    /** Now, by the clock that arrivals are stamped with. */
    public Instant now() throws SQLException {
        try (var connection = database.getConnection();
                var select = connection.prepareStatement("select now()");
                var row = select.executeQuery()) {
            row.next();
            return instant(row.getObject(1, OffsetDateTime.class));
        }
    }

    /** When the event arrived; empty if it is not there. */
    public Optional<Instant> of(UUID id) throws SQLException {
        try (var connection = database.getConnection();
                var select = connection.prepareStatement("select archived_at from log_event where id = ?")) {
            select.setObject(1, id);
            try (var row = select.executeQuery()) {
                return row.next() ? Optional.of(instant(row.getObject(1, OffsetDateTime.class))) : Optional.empty();
            }
        }
    }

    /** The events of the filter among the next ones behind {@code from}, up to the horizon at most. */
    public Step step(LogFilter filter, Arrival from, Instant horizon) throws SQLException {
        try (var connection = database.getConnection()) {
            var end = end(connection, from, horizon);
            return new Step(between(connection, filter, from, end), end);
        }
    }

    private static Arrival end(Connection connection, Arrival from, Instant horizon) throws SQLException {
        var sql = "select archived_at, id from log_event where " + BEHIND + " and archived_at <= ?" + IN_ORDER
                + " offset ?";
        try (var select = connection.prepareStatement(sql)) {
            var next = set(select, 1, from);
            select.setObject(next, timestamp(horizon));
            select.setInt(next + 1, 1);
            select.setInt(next + 2, STEP_ROWS - 1);
            try (var row = select.executeQuery()) {
                return row.next()
                        ? new Arrival(instant(row.getObject(1, OffsetDateTime.class)), row.getObject(2, UUID.class))
                        : Arrival.endOf(horizon);
            }
        }
    }

    private static List<Arrived> between(Connection connection, LogFilter filter, Arrival from, Arrival end)
            throws SQLException {
        var range = Condition.timeRange(filter, Position.START);
        var content = Condition.content(filter);
        // The limit keeps the filter out of the step, so that no other index is taken for it.
        var step = "(select * from log_event where " + BEHIND + " and " + UP_TO + IN_ORDER + ") as step";
        var sql = "select archived_at, " + LogEvents.COLUMNS + " from " + step + " where " + range.sql() + " and "
                + content.sql() + " order by archived_at, id";
        try (var select = connection.prepareStatement(sql)) {
            var next = set(select, set(select, 1, from), end);
            select.setInt(next, STEP_ROWS);
            content.setIn(select, range.setIn(select, next + 1));
            return arrived(select);
        }
    }

    private static List<Arrived> arrived(PreparedStatement select) throws SQLException {
        var arrived = new ArrayList<Arrived>();
        try (var rows = select.executeQuery()) {
            while (rows.next()) {
                arrived.add(new Arrived(LogEvents.event(rows), instant(rows.getObject(1, OffsetDateTime.class))));
            }
        }
        return arrived;
    }

    private static int set(PreparedStatement select, int index, Arrival arrival) throws SQLException {
        select.setObject(index, timestamp(arrival.at()));
        select.setObject(index + 1, arrival.id());
        return index + 2;
    }

    private static OffsetDateTime timestamp(Instant instant) {
        return instant.atOffset(ZoneOffset.UTC);
    }

    private static Instant instant(@Nullable OffsetDateTime timestamp) {
        if (timestamp == null) {
            throw new IllegalStateException("archived_at is never null");
        }
        return timestamp.toInstant();
    }
}
