package io.logcast.consumer.archive.parts;

import io.logcast.consumer.database.NotMigrated;
import io.quarkus.scheduler.Scheduled;
import io.quarkus.scheduler.Scheduled.ConcurrentExecution;
import jakarta.enterprise.context.ApplicationScoped;
import java.sql.SQLException;
import java.time.Duration;
import org.jboss.logging.Logger;

/**
 * Adds what was stored to the counts, in the background. Inserts only append to a list of changes. That list
 * must stay short, since each count reads it from end to end.
 */
@ApplicationScoped
class CountChanges {

    private static final Logger LOG = Logger.getLogger(CountChanges.class);
    private static final int AT_A_TIME = 200_000;
    private static final Duration RUN = Duration.ofSeconds(30);

    private final Parts parts;

    CountChanges(Parts parts) {
        this.parts = parts;
    }

    @Scheduled(every = "5s", concurrentExecution = ConcurrentExecution.SKIP, skipExecutionIf = NotMigrated.class)
    void sumUp() {
        try {
            var until = System.nanoTime() + RUN.toNanos();
            long changes;
            do {
                changes = parts.sumUpCounts(AT_A_TIME);
            } while (changes == AT_A_TIME && System.nanoTime() - until < 0);
        } catch (SQLException e) {
            // Until then, the changes are counted one by one.
            LOG.warnf("The counts are not summed up yet, so counting gets slower: %s", e.getMessage());
        }
    }
}
