package io.logcast.consumer.archive.parts;

import io.logcast.consumer.database.NotMigrated;
import io.quarkus.scheduler.Scheduled;
import io.quarkus.scheduler.Scheduled.ConcurrentExecution;
import jakarta.enterprise.context.ApplicationScoped;
import java.sql.SQLException;
import org.jboss.logging.Logger;

/**
 * Moves new words and attributes into their indexes in the background. Inserts only append them to lists. These must
 * stay short, since searches read them from end to end.
 */
@ApplicationScoped
class PendingLists {

    private static final Logger LOG = Logger.getLogger(PendingLists.class);

    private final Parts parts;

    PendingLists(Parts parts) {
        this.parts = parts;
    }

    @Scheduled(every = "1s", concurrentExecution = ConcurrentExecution.SKIP, skipExecutionIf = NotMigrated.class)
    void empty() {
        try {
            parts.emptyLists();
        } catch (SQLException e) {
            // When a list is full, inserts do it themselves.
            LOG.debugf("The pending lists are not emptied yet: %s", e.getMessage());
        }
    }
}
