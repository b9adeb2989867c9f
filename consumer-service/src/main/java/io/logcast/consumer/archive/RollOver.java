package io.logcast.consumer.archive;

import io.logcast.consumer.archive.parts.Parts;
import io.logcast.consumer.database.NotMigrated;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.scheduler.Scheduled;
import io.quarkus.scheduler.Scheduled.ConcurrentExecution;
import jakarta.enterprise.context.ApplicationScoped;
import java.sql.SQLException;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import org.jboss.logging.Logger;

/** Begins a new part of the archive every thirtieth of the retention, so that {@link Retention} can drop the oldest. */
@ApplicationScoped
class RollOver {

    private static final Logger LOG = Logger.getLogger(RollOver.class);
    private static final int PARTS = 30;

    private final Parts parts;
    private final Duration age;
    private final AtomicInteger count = new AtomicInteger();

    RollOver(Parts parts, ArchiveConfig config, MeterRegistry meters) {
        this.parts = parts;
        this.age = config.retention().dividedBy(PARTS);
        meters.gauge("logcast.archive.parts", count);
    }

    @Scheduled(every = "1m", concurrentExecution = ConcurrentExecution.SKIP, skipExecutionIf = NotMigrated.class)
    void rollOver() {
        try {
            if (parts.rollOver(age)) {
                LOG.info("The archive has a new part");
            }
            count.set(parts.count());
            parts.seal();
        } catch (SQLException e) {
            LOG.warnf("The archive's parts cannot be maintained now; trying again in a minute: %s", e.getMessage());
        }
    }
}
