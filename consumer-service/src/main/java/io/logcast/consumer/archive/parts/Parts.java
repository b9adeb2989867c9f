package io.logcast.consumer.archive.parts;

import io.logcast.consumer.database.Timestamps;
import io.logcast.consumer.database.Transactions;
import io.logcast.consumer.database.Transactions.Work;
import jakarta.enterprise.context.ApplicationScoped;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.UUID;
import java.util.function.Consumer;
import javax.sql.DataSource;

/**
 * The parts of the archive by arrival: tables that inherit from {@code log_event}. The last one takes new events. Of
 * several replicas, only one at a time begins, seals and drops parts; meanwhile these methods do nothing on the others.
 */
@ApplicationScoped
public class Parts {

    // Not more, since PostgreSQL plans each search over all of them.
    private static final int MOST = 100;

    private static final String ENTER = "lock table only log_event in row exclusive mode;"
            + " select number, ended_at from log_event_part order by number";

    private static final String SEALED =
            "select number, ended_at, events from log_event_part where events is not null order by number desc";

    private static final String TO_BE_SEALED =
            "select number from log_event_part where ended_at is not null and (events is null or number not in"
                    + " (select part from log_event_counted)) order by events is not null, number desc";

    private static final String UNCOUNTED =
            "select number from log_event_part where number not in (select part from log_event_counted)";

    private static final int IDS_AT_A_TIME = 10_000;

    private static final String IS_ALONE = "select pg_try_advisory_xact_lock('%s'::regclass::oid::bigint)";
    private static final String UPKEEP = "log_event_part";
    private static final String LISTS = "log_event";
    private static final String COUNTS = "log_event_count";

    // How long to wait for a lock that keeps writers waiting meanwhile, but not searches.
    private static final Duration FOR_WRITERS = Duration.ofSeconds(10);
    // How long to wait for a lock that keeps searches waiting too.
    private static final Duration FOR_SEARCHES = Duration.ofMillis(500);
    // How long sealing may take: it reads all of a part, whose size has no limit.
    private static final Duration SEALING = Duration.ofMinutes(30);

    private final DataSource database;

    public Parts(DataSource database) {
        this.database = database;
    }

    /**
     * All parts; the last takes new events. It remains the last until the transaction ends, since a roll-over waits for
     * that. Nobody writes to the other parts meanwhile.
     */
    public static List<Part> enter(Connection connection) throws SQLException {
        var parts = new ArrayList<>(List.of(Part.FIRST));
        try (var statement = connection.createStatement()) {
            statement.execute(ENTER);
            statement.getMoreResults();
            try (var rows = statement.getResultSet()) {
                while (rows.next()) {
                    parts.add(part(rows));
                }
            }
        }
        return parts;
    }

    private static Part part(ResultSet row) throws SQLException {
        return new Part(row.getInt("number"), Timestamps.orNull(row, "ended_at"));
    }

    /** The sealed parts and how many events each was sealed with, the latest first. */
    Map<Part, Long> sealed() throws SQLException {
        var sealed = new LinkedHashMap<Part, Long>();
        try (var connection = database.getConnection();
                var select = connection.prepareStatement(SEALED);
                var rows = select.executeQuery()) {
            while (rows.next()) {
                sealed.put(part(rows), rows.getLong("events"));
            }
        }
        return sealed;
    }

    /** Reads the ids of a part, a few at a time. */
    void readIds(Part part, Consumer<UUID> ids) throws SQLException {
        Transactions.committed(database, connection -> {
            try (var select = connection.prepareStatement("select id from " + part.table())) {
                select.setFetchSize(IDS_AT_A_TIME);
                try (var rows = select.executeQuery()) {
                    while (rows.next()) {
                        ids.accept(rows.getObject(1, UUID.class));
                    }
                }
            }
            return part;
        });
    }

    /**
     * Begins a new part if the last one is that old and not empty, unless there are a hundred. Returns whether it did.
     */
    public boolean rollOver(Duration age) throws SQLException {
        return alone(UPKEEP, FOR_WRITERS, false, connection -> {
            try (var begin = connection.prepareStatement("select begin_log_event_part(make_interval(secs => ?), ?)")) {
                begin.setDouble(1, age.toSeconds());
                begin.setInt(2, MOST);
                try (var row = begin.executeQuery()) {
                    row.next();
                    return row.getBoolean(1);
                }
            }
        });
    }

    /** The number of parts; at a hundred, no new one begins. */
    public int count() throws SQLException {
        return numbers("select count(*) from log_event_part").get(0);
    }

    /**
     * Seals the parts that have ended: empties their pending lists, records their range of times, so that searches for
     * other times skip them, and counts their events, if that was not done as they were stored.
     */
    public void seal() throws SQLException {
        for (var part : numbers(TO_BE_SEALED)) {
            emptyLists(part);
            alone(UPKEEP, FOR_SEARCHES, false, connection -> call(connection, "bound_log_event_part", part));
            alone(UPKEEP, FOR_SEARCHES, false, connection -> sealing(connection, part));
        }
    }

    private static boolean sealing(Connection connection, int part) throws SQLException {
        var timeout = connection.getNetworkTimeout();
        connection.setNetworkTimeout(Runnable::run, (int) SEALING.toMillis());
        try (var statement = connection.createStatement()) {
            statement.execute("set local statement_timeout = " + SEALING.toMillis());
            return call(connection, "seal_log_event_part", part);
        } finally {
            connection.setNetworkTimeout(Runnable::run, timeout);
        }
    }

    /** The tables of the archive whose events have no counts, in the connection's snapshot. */
    public static List<String> uncounted(Connection connection) throws SQLException {
        var tables = new ArrayList<>(List.of("only " + Part.FIRST.table()));
        try (var select = connection.prepareStatement(UNCOUNTED);
                var rows = select.executeQuery()) {
            while (rows.next()) {
                tables.add(new Part(rows.getInt(1), null).table());
            }
        }
        return tables;
    }

    /**
     * Adds at most that many changes to the counts, removes at most as many counts of dropped parts, and makes spans of
     * about as many counts of a release without spans. Returns the largest of these numbers; 0 if another replica is
     * doing it.
     */
    long sumUpCounts(int most) throws SQLException {
        return alone(COUNTS, FOR_SEARCHES, 0L, connection -> {
            try (var sum = connection.prepareStatement("select sum_up_log_event_counts(?)")) {
                sum.setInt(1, most);
                try (var row = sum.executeQuery()) {
                    row.next();
                    return row.getLong(1);
                }
            }
        });
    }

    /** Moves the pending lists of the last part into its indexes. */
    public void emptyLists() throws SQLException {
        for (var part : numbers("select max(number) from log_event_part")) {
            emptyLists(part);
        }
    }

    private void emptyLists(int part) throws SQLException {
        alone(LISTS, FOR_SEARCHES, false, connection -> call(connection, "empty_log_event_lists", part));
    }

    /**
     * Drops a part if all its events were observed, and arrived, longer ago than that. Returns the number of its
     * events; empty if there is no such part.
     */
    public OptionalLong dropOlderThan(Duration age) throws SQLException {
        return alone(UPKEEP, FOR_SEARCHES, OptionalLong.empty(), connection -> {
            try (var drop = connection.prepareStatement("select drop_log_event_part(make_interval(secs => ?))")) {
                drop.setDouble(1, age.toSeconds());
                try (var row = drop.executeQuery()) {
                    row.next();
                    var events = row.getLong(1);
                    return row.wasNull() ? OptionalLong.empty() : OptionalLong.of(events);
                }
            }
        });
    }

    private static boolean call(Connection connection, String function, int part) throws SQLException {
        try (var call = connection.prepareStatement("select " + function + "(?)")) {
            call.setInt(1, part);
            return call.execute();
        }
    }

    private List<Integer> numbers(String sql) throws SQLException {
        try (var connection = database.getConnection();
                var select = connection.prepareStatement(sql);
                var rows = select.executeQuery()) {
            var numbers = new ArrayList<Integer>();
            while (rows.next()) {
                numbers.add(rows.getInt(1));
            }
            return numbers;
        }
    }

    /** Does the work, unless another replica is doing such work; waits at most that long for locks. */
    private <T> T alone(String lock, Duration patience, T otherwise, Work<T> work) throws SQLException {
        return Transactions.committed(database, connection -> {
            try (var statement = connection.createStatement()) {
                statement.execute("set local lock_timeout = " + patience.toMillis());
                try (var row = statement.executeQuery(IS_ALONE.formatted(lock))) {
                    row.next();
                    if (!row.getBoolean(1)) {
                        return otherwise;
                    }
                }
            }
            return work.on(connection);
        });
    }
}
