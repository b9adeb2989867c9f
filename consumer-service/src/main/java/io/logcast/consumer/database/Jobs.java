package io.logcast.consumer.database;

import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.scheduler.Scheduler;
import jakarta.annotation.Priority;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import jakarta.interceptor.Interceptor;

/**
 * Starts no scheduled job once the service stops. Quarkus ends its scheduler after the beans: until then, a job would make
 * its bean anew and find the pool of connections closed.
 */
@Singleton
class Jobs {

    private final Scheduler scheduler;

    Jobs(Scheduler scheduler) {
        this.scheduler = scheduler;
    }

    /** First, so that no job starts again what other beans stop. */
    void stop(@Observes @Priority(Interceptor.Priority.PLATFORM_BEFORE) ShutdownEvent stopping) {
        // It cannot be paused if an operator has disabled it.
        if (scheduler.isStarted()) {
            scheduler.pause();
        }
    }
}
