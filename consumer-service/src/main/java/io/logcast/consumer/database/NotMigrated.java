package io.logcast.consumer.database;

import io.quarkus.scheduler.Scheduled.SkipPredicate;
import io.quarkus.scheduler.ScheduledExecution;
import jakarta.inject.Singleton;

/** For {@code skipExecutionIf} of jobs that use the database: they wait until their tables exist. */
@Singleton
public class NotMigrated implements SkipPredicate {

    private final Schema schema;

    NotMigrated(Schema schema) {
        this.schema = schema;
    }

    @Override
    public boolean test(ScheduledExecution execution) {
        return !schema.isUpToDate();
    }
}
