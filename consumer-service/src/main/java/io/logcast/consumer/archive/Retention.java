package io.logcast.consumer.archive;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.scheduler.Scheduled;
import io.quarkus.scheduler.Scheduled.ConcurrentExecution;
import jakarta.enterprise.context.ApplicationScoped;
import java.sql.SQLException;
import java.time.Duration;
import org.jboss.logging.Logger;

/** Deletes events that arrived too long ago, few at a time, so that nobody waits for it. */
@ApplicationScoped
class Retention {

    private static final Logger LOG = Logger.getLogger(Retention.class);
    private static final int BATCH = 1_000;

    private final LogEvents events;
    private final Duration age;
    private final Counter expired;

    Retention(LogEvents events, ArchiveConfig config, MeterRegistry meters) {
        this.events = events;
        this.age = config.retention();
        this.expired = meters.counter("logcast.archive.expired");
    }

    @Scheduled(every = "1m", concurrentExecution = ConcurrentExecution.SKIP)
    void deleteExpired() {
        try {
            int deleted;
            do {
                deleted = events.deleteOlderThan(age, BATCH);
                expired.increment(deleted);
            } while (deleted == BATCH);
        } catch (SQLException e) {
            LOG.warnf("Expired events are not deleted yet: %s", e.getMessage());
        }
    }
}
