package io.logcast.consumer.deadletters;

import io.logcast.consumer.archive.ArchiveConfig;
import io.logcast.consumer.database.DatabaseClock;
import io.logcast.consumer.database.NotMigrated;
import io.quarkus.scheduler.Scheduled;
import io.quarkus.scheduler.Scheduled.ConcurrentExecution;
import jakarta.enterprise.context.ApplicationScoped;
import java.sql.SQLException;
import java.time.Duration;
import org.jboss.logging.Logger;

/**
 * Deletes letters that were replayed longer ago than the retention. Other dead letters are kept until they are replayed
 * or discarded.
 */
@ApplicationScoped
class Retention {

    private static final Logger LOG = Logger.getLogger(Retention.class);
    private static final int BATCH = 1_000;

    private final DeadLetterTable letters;
    private final DatabaseClock clock;
    private final Duration age;

    Retention(DeadLetterTable letters, DatabaseClock clock, ArchiveConfig archive) {
        this.letters = letters;
        this.clock = clock;
        this.age = archive.retention();
    }

    @Scheduled(every = "1m", concurrentExecution = ConcurrentExecution.SKIP, skipExecutionIf = NotMigrated.class)
    void deleteReplayed() {
        try {
            while (clock.agrees() && letters.deleteReplayedBefore(age, BATCH) == BATCH) {
                LOG.debugf("Deleted %d replayed dead letters, there may be more", BATCH);
            }
        } catch (SQLException e) {
            LOG.warnf("Replayed dead letters are not deleted yet: %s", e.getMessage());
        }
    }
}
