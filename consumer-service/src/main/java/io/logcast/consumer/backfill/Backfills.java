package io.logcast.consumer.backfill;

import io.logcast.consumer.archive.table.Arrivals;
import io.logcast.consumer.archive.table.Horizon;
import io.logcast.consumer.backfill.Backfill.State;
import io.logcast.consumer.database.NotMigrated;
import io.logcast.consumer.subscriptions.SubscriptionQueues;
import io.logcast.consumer.subscriptions.Subscriptions;
import io.logcast.http.parameters.InvalidParameterException;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.scheduler.Scheduled;
import io.quarkus.scheduler.Scheduled.ConcurrentExecution;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.jboss.logging.Logger;

/**
 * The replays that this replica has claimed, one step each at a time, on a few threads. {@code logcast.replay.running}
 * is their number, {@code logcast.replay.events} the number of events sent.
 */
@ApplicationScoped
class Backfills {

    private static final Logger LOG = Logger.getLogger(Backfills.class);
    // They wait for the database; the search has more connections than these threads and the resumed streams use.
    private static final int THREADS = 2;
    // Most of the claimed replays only wait for readers. Replays beyond this are left to other replicas, or wait.
    private static final int MOST = 100;
    private static final Duration KEPT = Duration.ofDays(7);

    final BackfillTable table;
    final Subscriptions subscriptions;
    final SubscriptionQueues queues;
    final Arrivals arrivals;
    final Horizon horizon;
    final Seam seam;
    final BackfillSender sender;

    private final ScheduledExecutorService threads = Executors.newScheduledThreadPool(THREADS);
    private final Set<BackfillWork> claimed = ConcurrentHashMap.newKeySet();
    private final Counter events;

    Backfills(
            BackfillTable table,
            Subscriptions subscriptions,
            SubscriptionQueues queues,
            Arrivals arrivals,
            Horizon horizon,
            Seam seam,
            BackfillSender sender,
            MeterRegistry meters) {
        this.table = table;
        this.subscriptions = subscriptions;
        this.queues = queues;
        this.arrivals = arrivals;
        this.horizon = horizon;
        this.seam = seam;
        this.sender = sender;
        this.events = meters.counter("logcast.replay.events");
        meters.gaugeCollectionSize("logcast.replay.running", Tags.empty(), claimed);
    }

    /** One at a time, so that replicas share them. */
    @Scheduled(every = "1s", concurrentExecution = ConcurrentExecution.SKIP, skipExecutionIf = NotMigrated.class)
    void claim() {
        if (threads.isShutdown()) {
            return;
        }
        // A new id for each claim: if this replica loses a claim and takes it again, only the new one goes on.
        var owner = UUID.randomUUID();
        try {
            // First, so that this replica does not claim a replay that it already works on.
            table.renew(owners());
            var backfill = claimed.size() < MOST ? table.claim(owner).orElse(null) : null;
            if (backfill != null) {
                begin(backfill, owner);
            }
        } catch (SQLException e) {
            LOG.debugf("No replay is claimed now: %s", e.getMessage());
        }
    }

    /** Far more often than needed, since the run at the start is skipped while the schema is not known to be up to date. */
    @Scheduled(every = "10m", concurrentExecution = ConcurrentExecution.SKIP, skipExecutionIf = NotMigrated.class)
    void forget() {
        try {
            table.forget(KEPT);
        } catch (SQLException e) {
            LOG.debugf("Old replays are not deleted now: %s", e.getMessage());
        }
    }

    private void begin(Backfill backfill, UUID owner) throws SQLException {
        try {
            var work = new BackfillWork(this, backfill, owner);
            LOG.infof("The replay to %s goes on here, after %d events", backfill.subscription(), backfill.sent());
            claimed.add(work);
            later(work, Duration.ZERO);
        } catch (InvalidParameterException e) {
            table.end(
                    backfill,
                    owner,
                    backfill.position(),
                    State.STOPPED,
                    "This release does not know its filter: " + e.getMessage());
        }
    }

    void later(BackfillWork work, Duration pause) {
        try {
            var unused = threads.schedule(work, pause.toNanos(), TimeUnit.NANOSECONDS);
        } catch (RejectedExecutionException e) {
            LOG.debugf("A replay goes on elsewhere, since the service stops: %s", e.getMessage());
        }
    }

    /** The broker has confirmed this many more events. */
    void sent(int more) {
        events.increment(more);
    }

    void ended(BackfillWork work) {
        claimed.remove(work);
    }

    void stop(@Observes ShutdownEvent stopping) {
        threads.shutdownNow();
        try {
            table.release(owners());
        } catch (SQLException e) {
            LOG.debugf("Replays go on elsewhere when their claims have run out: %s", e.getMessage());
        }
    }

    private List<UUID> owners() {
        return claimed.stream().map(BackfillWork::owner).toList();
    }
}
