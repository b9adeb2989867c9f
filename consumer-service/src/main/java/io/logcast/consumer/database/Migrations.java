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
 * Brings the database's schema up to date in the background, as often as it takes: a migration may take longer than any probe
 * waits for a start, and a database may come later than its services. The service is ready when it is done; afterwards
 * readiness does not depend on the database.
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
        // A process that ends leaves a migration to the database, which rolls it back.
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

    /** Whether the schema is up to date now. Whatever fails may succeed later, so it is not thrown. */
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
