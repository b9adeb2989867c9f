package io.logcast.consumer.database;

import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.scheduler.Scheduled;
import io.quarkus.scheduler.Scheduled.ConcurrentExecution;
import io.smallrye.health.api.HealthGroup;
import jakarta.enterprise.context.ApplicationScoped;
import java.sql.SQLException;
import java.util.concurrent.TimeUnit;
import javax.sql.DataSource;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.jspecify.annotations.Nullable;

/**
 * The health group {@code database}: up while the database takes writes. It is not part of readiness, because the live
 * tail, the subscriptions and an honest 503 do not need the database. Checked every few seconds in the background,
 * since it may take minutes to notice that a database is away.
 */
@ApplicationScoped
@HealthGroup("database")
class DatabaseHealth implements HealthCheck {

    // Changes nothing; a server that takes no writes refuses it.
    private static final String LIKE_A_WRITE = "select id from log_event where false for update";
    private static final int PATIENCE_SECONDS = 5;
    private static final long VALID_NANOS = TimeUnit.SECONDS.toNanos(15);

    private final DataSource database;
    private volatile @Nullable Long lastUp;
    private volatile String reason = "not checked yet";

    DatabaseHealth(DataSource database, MeterRegistry meters) {
        this.database = database;
        meters.gauge("logcast.database.up", this, health -> health.isUp() ? 1 : 0);
    }

    @Scheduled(every = "5s", concurrentExecution = ConcurrentExecution.SKIP)
    void ask() {
        try (var connection = database.getConnection();
                var select = connection.prepareStatement(LIKE_A_WRITE)) {
            select.setQueryTimeout(PATIENCE_SECONDS);
            select.execute();
            lastUp = System.nanoTime();
        } catch (SQLException e) {
            reason = String.valueOf(e.getMessage());
            lastUp = null;
        }
    }

    private boolean isUp() {
        var last = lastUp;
        return last != null && System.nanoTime() - last < VALID_NANOS;
    }

    @Override
    public HealthCheckResponse call() {
        var response = HealthCheckResponse.named("PostgreSQL").status(isUp());
        return isUp() ? response.build() : response.withData("reason", reason).build();
    }
}
