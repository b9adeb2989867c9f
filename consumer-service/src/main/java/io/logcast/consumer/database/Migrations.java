package io.logcast.consumer.database;

import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.Readiness;
import org.flywaydb.core.Flyway;
import org.jboss.logging.Logger;

/**
 * Brings the database's schema up to date in the background, and retries until it succeeds: a migration may take longer
 * than any probe waits for a start, and the database may start after the service. The service is ready once this is
 * done; afterwards readiness does not depend on the database.
 */
@Readiness
@ApplicationScoped
class Migrations implements HealthCheck {

    private static final Logger LOG = Logger.getLogger(Migrations.class);
    private static final long PAUSE_MILLIS = 5_000;

    private final Flyway flyway;
    private final Thread thread = new Thread(this::run, "migrations");
    private volatile boolean done;
    private volatile String state = "migrating";

    Migrations(Flyway flyway) {
        this.flyway = flyway;
    }

    void start(@Observes StartupEvent started) {
        // If the process ends, the database rolls a running migration back.
        thread.setDaemon(true);
        thread.start();
    }

    void stop(@Observes ShutdownEvent stopping) {
        thread.interrupt();
    }

    private void run() {
        try {
            while (!migrate()) {
                Thread.sleep(PAUSE_MILLIS);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Migrates; true if the schema is up to date now. A failure is not thrown, since the next attempt may succeed. */
    boolean migrate() {
        try {
            flyway.migrate();
            done = true;
        } catch (RuntimeException e) {
            state = String.valueOf(e.getMessage()).strip().lines().findFirst().orElse("failed");
            LOG.warnf("The database's schema is not up to date yet; trying again: %s", e.getMessage());
        }
        return done;
    }

    @Override
    public HealthCheckResponse call() {
        var response = HealthCheckResponse.named("Database schema").status(done);
        return done ? response.build() : response.withData("state", state).build();
    }
}
