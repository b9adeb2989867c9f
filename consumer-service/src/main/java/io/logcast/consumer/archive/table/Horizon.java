package io.logcast.consumer.archive.table;

import io.logcast.consumer.database.Timestamps;
import jakarta.enterprise.context.ApplicationScoped;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import javax.sql.DataSource;

/**
 * The time up to which everything has arrived. An event is stamped when its transaction begins, and becomes visible
 * when that commits. So the horizon lies before every transaction in which a replica is writing events, however long
 * that takes.
 */
@ApplicationScoped
public class Horizon {

    // Every transaction that writes events, or waits to, has or wants this lock; the pool's name distinguishes our
    // writers from others.
    private static final String HORIZON = """
            select now() as now, least(now() - make_interval(secs => ?), (
                select min(activity.xact_start) - interval '1 microsecond'
                from pg_locks as lock join pg_stat_activity as activity using (pid)
                where lock.relation = 'log_event'::regclass and lock.mode = 'RowExclusiveLock'
                      and activity.datname = current_database()
                      and activity.application_name = current_setting('application_name'))) as horizon""";

    private static final double MILLIS_PER_SECOND = 1_000;

    private final DataSource writers;
    private final Unstored unstored;
    private final Duration overlap;

    /** @param writers the connections that the archive is written with */
    Horizon(DataSource writers, Unstored unstored, ArrivalConfig config) {
        this.writers = writers;
        this.unstored = unstored;
        this.overlap = config.overlap();
    }

    /**
     * How far the archive has come.
     *
     * @param at now minus the overlap, or earlier; nothing older arrives any more, unless {@code hasLate}
     * @param hasLate whether older events may still arrive, because this replica takes longer than the overlap to store
     *     them
     * @param now by the database's clock
     */
    public record Reach(Instant at, boolean hasLate, Instant now) {}

    /** As of now. */
    public Reach now() throws SQLException {
        var asked = System.nanoTime();
        try (var connection = writers.getConnection()) {
            Primary.check(connection);
            try (var select = connection.prepareStatement(HORIZON)) {
                select.setDouble(1, overlap.toMillis() / MILLIS_PER_SECOND);
                try (var row = select.executeQuery()) {
                    row.next();
                    var horizon = Timestamps.of(row, "horizon");
                    var now = Timestamps.of(row, "now");
                    var lag = Duration.between(horizon, now);
                    // If a batch had to wait for a late one, it is stored within one overlap after the late one.
                    var hasLate = unstored.hasLate(asked - lag.plus(overlap).toNanos());
                    return new Reach(horizon, hasLate, now);
                }
            }
        }
    }
}
