package io.logcast.consumer.database;

import io.logcast.rabbitmq.connection.Faults;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.Readiness;
import org.flywaydb.core.Flyway;
import org.jboss.logging.Logger;
import org.jboss.logging.Logger.Level;

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
    private static final long QUIET_NANOS = TimeUnit.MINUTES.toNanos(1);

    private final Flyway flyway;
    private final Schema schema;
    private final Thread thread = new Thread(this::run, "migrations");
    private volatile String state = "migrating";
    private long warned;

    Migrations(Flyway flyway, Schema schema) {
        this.flyway = flyway;
        this.schema = schema;
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
            schema.migrated();
        } catch (RuntimeException | Error e) {
            Faults.endIfOutOfMemory(e);
            failed(reason(e));
        }
        return schema.isUpToDate();
    }

    private void failed(String reason) {
        LOG.logf(
                isNews(reason, System.nanoTime()) ? Level.WARN : Level.DEBUG,
                "The database's schema is not up to date yet; trying again every %d s: %s",
                PAUSE_MILLIS / 1_000,
                reason);
    }

    /** The same reason is news once a minute, however often it is tried again: background jobs wait all the time. */
    boolean isNews(String reason, long now) {
        if (reason.equals(state) && now - warned < QUIET_NANOS) {
            return false;
        }
        state = reason;
        warned = now;
        return true;
    }

    /** In one line: Flyway's messages have several. */
    static String reason(Throwable failure) {
        var root = failure;
        while (root.getCause() != null) {
            root = root.getCause();
        }
        var first = firstLine(failure);
        var cause = firstLine(root);
        return first.contains(cause) ? first : first + ": " + cause;
    }

    private static String firstLine(Throwable failure) {
        return Objects.requireNonNullElse(failure.getMessage(), "")
                .strip()
                .lines()
                .findFirst()
                .orElse(failure.getClass().getName());
    }

    @Override
    public HealthCheckResponse call() {
        var done = schema.isUpToDate();
        var response = HealthCheckResponse.named("Database schema").status(done);
        return done ? response.build() : response.withData("state", state).build();
    }
}
