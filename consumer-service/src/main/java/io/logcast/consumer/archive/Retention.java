package io.logcast.consumer.archive;

import io.logcast.consumer.archive.parts.Parts;
import io.logcast.consumer.archive.table.LogEventTable;
import io.logcast.consumer.database.DatabaseClock;
import io.logcast.consumer.database.NotMigrated;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.runtime.StartupEvent;
import io.quarkus.runtime.configuration.ConfigurationException;
import io.quarkus.scheduler.Scheduled;
import io.quarkus.scheduler.Scheduled.ConcurrentExecution;
import jakarta.annotation.Priority;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.sql.SQLException;
import java.time.Duration;
import org.jboss.logging.Logger;

/**
 * Drops the parts of the archive whose events were all observed, and arrived, longer ago than the retention. The first
 * part has the events of earlier releases, which had no parts. It is not dropped: its events are deleted a few at a time,
 * so that nobody waits for that.
 */
@ApplicationScoped
class Retention {

    private static final Logger LOG = Logger.getLogger(Retention.class);
    private static final int BATCH = 1_000;
    private static final Duration SHORT = Duration.ofDays(1);
    private static final int FIRST = 1;

    private final LogEventTable events;
    private final Parts parts;
    private final DatabaseClock clock;
    private final Duration age;
    private final Counter expired;

    Retention(LogEventTable events, Parts parts, DatabaseClock clock, ArchiveConfig config, MeterRegistry meters) {
        this.events = events;
        this.parts = parts;
        this.clock = clock;
        this.age = config.retention();
        this.expired = meters.counter("logcast.archive.expired");
    }

    /** @throws ConfigurationException if it is below a day and this is not allowed */
    static void check(@Observes @Priority(FIRST) StartupEvent starting, ArchiveConfig config) {
        if (config.retention().compareTo(SHORT) < 0 && !config.allowShortRetention()) {
            throw new ConfigurationException("Events would be deleted within a day of their arrival: set"
                    + " LOGCAST_ARCHIVE_RETENTION to 1d or more, or, if that is intended,"
                    + " LOGCAST_ARCHIVE_ALLOW_SHORT_RETENTION=true");
        }
    }

    @Scheduled(every = "1m", concurrentExecution = ConcurrentExecution.SKIP, skipExecutionIf = NotMigrated.class)
    void deleteExpired() {
        try {
            int deleted;
            do {
                deleted = clock.agrees() ? events.deleteOlderThan(age, BATCH) : 0;
                expired.increment(deleted);
            } while (deleted == BATCH);
            while (clock.agrees()) {
                var dropped = parts.dropOlderThan(age);
                if (dropped.isEmpty()) {
                    break;
                }
                expired.increment(dropped.getAsLong());
            }
        } catch (SQLException e) {
            LOG.warnf("Expired events are not deleted yet: %s", e.getMessage());
        }
    }
}
