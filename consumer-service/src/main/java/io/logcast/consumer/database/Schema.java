package io.logcast.consumer.database;

import jakarta.inject.Singleton;
import java.sql.SQLException;
import java.util.Set;
import org.jboss.logging.Logger.Level;

/** Whether the migration is done. Until then, tables and columns may be missing, and {@link Migrations} logs why. */
@Singleton
public class Schema {

    /** PostgreSQL's codes for a missing table and a missing column. */
    private static final Set<String> MISSING = Set.of("42P01", "42703");

    private volatile boolean upToDate;

    public boolean isUpToDate() {
        return upToDate;
    }

    void migrated() {
        upToDate = true;
    }

    /**
     * For statements that failed and are tried again: DEBUG for what the migration has yet to make, WARN for all else.
     */
    public Level levelOf(Throwable fault) {
        return !upToDate && isMissing(fault) ? Level.DEBUG : Level.WARN;
    }

    private static boolean isMissing(Throwable fault) {
        for (var cause = fault; cause != null; cause = cause.getCause()) {
            if (cause instanceof SQLException sql && sql.getSQLState() != null) {
                return MISSING.contains(sql.getSQLState());
            }
        }
        return false;
    }
}
