package io.logcast.consumer.push;

import io.logcast.consumer.database.NotMigrated;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import io.quarkus.scheduler.Scheduled;
import io.quarkus.scheduler.Scheduled.ConcurrentExecution;
import jakarta.enterprise.context.ApplicationScoped;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.Map;
import org.jboss.logging.Logger;

/**
 * Counts this replica's attempts, and stores the latest within seconds. While the database is away, they are only
 * counted.
 */
@ApplicationScoped
class Attempts {

    private static final Logger LOG = Logger.getLogger(Attempts.class);
    private static final String OUTCOME = "outcome";

    private final PushTable table;
    private final MeterRegistry meters;
    private Map<String, Deque<Attempt>> latest = new HashMap<>();

    Attempts(PushTable table, MeterRegistry meters) {
        this.table = table;
        this.meters = meters;
        // So that the metric exists before the first attempt.
        Attempt.OUTCOMES.forEach(this::timer);
    }

    void add(String subscription, Attempt attempt) {
        timer(attempt.outcome()).record(Duration.ofMillis(attempt.millis()));
        if (attempt.isDelivered()) {
            countEvents(attempt.outcome(), attempt.events());
        }
        synchronized (this) {
            var ofSubscription = latest.computeIfAbsent(subscription, name -> new ArrayDeque<>());
            ofSubscription.addLast(attempt);
            if (ofSubscription.size() > PushTable.KEPT) {
                ofSubscription.removeFirst();
            }
        }
    }

    private Timer timer(String outcome) {
        return meters.timer("logcast.push.sends", OUTCOME, outcome);
    }

    /** Events that became dead letters, since the target does not want them. */
    void deadLettered(int events) {
        countEvents("dead_lettered", events);
    }

    private void countEvents(String outcome, int events) {
        meters.counter("logcast.push.events", OUTCOME, outcome).increment(events);
    }

    @Scheduled(every = "2s", concurrentExecution = ConcurrentExecution.SKIP, skipExecutionIf = NotMigrated.class)
    void store() {
        var attempts = take();
        if (attempts.isEmpty()) {
            return;
        }
        try {
            table.add(attempts);
        } catch (SQLException e) {
            LOG.debugf(e, "The last attempts to push are not stored");
        }
    }

    private synchronized Map<String, Deque<Attempt>> take() {
        var taken = latest;
        latest = new HashMap<>();
        return taken;
    }
}
