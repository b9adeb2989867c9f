package io.logcast.consumer.database;

import jakarta.inject.Singleton;
import org.jboss.logging.Logger.Level;

/** Whether the migration is done. Until then the log says why it is not, so other failed statements are no news. */
@Singleton
public class Schema {

    private volatile boolean upToDate;

    boolean isUpToDate() {
        return upToDate;
    }

    void migrated() {
        upToDate = true;
    }

    /** For statements that failed and are tried again. */
    public Level faultLevel() {
        return upToDate ? Level.WARN : Level.DEBUG;
    }
}
