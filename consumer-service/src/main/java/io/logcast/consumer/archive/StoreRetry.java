package io.logcast.consumer.archive;

import io.logcast.consumer.database.Schema;
import jakarta.enterprise.context.ApplicationScoped;
import java.sql.SQLException;
import java.util.concurrent.ThreadLocalRandom;
import org.jboss.logging.Logger;

/** Keeps a batch and tries again, for as long as the database is away; no message is dead-lettered because of that. */
@ApplicationScoped
class StoreRetry {

    private static final Logger LOG = Logger.getLogger(StoreRetry.class);
    private static final long FIRST_WAIT_MILLIS = 100;
    private static final long LONGEST_WAIT_MILLIS = 2_000;

    private final Schema schema;

    StoreRetry(Schema schema) {
        this.schema = schema;
    }

    /** A write to the database. */
    interface Write {
        void run() throws SQLException;
    }

    /**
     * Returns when the write has been committed.
     *
     * @throws CannotBeStoredException if PostgreSQL refuses the data itself
     * @throws InterruptedException if the service stops meanwhile
     */
    void untilStored(Write write) throws InterruptedException {
        for (long wait = FIRST_WAIT_MILLIS; ; wait = Math.min(2 * wait, LONGEST_WAIT_MILLIS)) {
            try {
                write.run();
                return;
            } catch (SQLException e) {
                if (isAboutTheData(e)) {
                    throw new CannotBeStoredException(e);
                }
                LOG.logf(
                        schema.levelOf(e),
                        "The database did not store a batch; trying again within %d ms: %s",
                        wait,
                        e.getMessage());
            }
            Thread.sleep(wait / 2 + ThreadLocalRandom.current().nextLong(wait / 2));
        }
    }

    /** SQLSTATE classes 22 (data exception), 23 (constraint violation) and 54 (program limit exceeded). */
    private static boolean isAboutTheData(SQLException e) {
        var state = e.getSQLState();
        return state != null && (state.startsWith("22") || state.startsWith("23") || state.startsWith("54"));
    }
}
