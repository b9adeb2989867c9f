package io.logcast.consumer.push;

import io.logcast.consumer.database.NotMigrated;
import io.logcast.consumer.push.PushTable.Pushed;
import io.logcast.consumer.subscriptions.delivery.QueueReaders;
import io.logcast.consumer.webhooks.WebhookClient;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.runtime.ShutdownDelayInitiatedEvent;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.scheduler.Scheduled;
import io.quarkus.scheduler.Scheduled.ConcurrentExecution;
import io.smallrye.mutiny.infrastructure.Infrastructure;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.sql.SQLException;
import java.time.Clock;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;
import org.jboss.logging.Logger;

/**
 * The subscriptions that this replica pushes: all that are not paused. While the database is away, those that were
 * known last. {@code logcast.push.failing} counts those whose target fails, and subscriptions that are paused since
 * their target answered 410.
 */
@ApplicationScoped
class Pushers {

    private static final Logger LOG = Logger.getLogger(Pushers.class);
    private static final int MOST_SENDS = 256;

    private final PushTable table;
    private final Surroundings around;
    private final Map<String, Pusher> pushers = new ConcurrentHashMap<>();
    private final Set<Pusher> ticking = ConcurrentHashMap.newKeySet();
    private volatile long pausedByTarget;
    private volatile boolean stopping;

    Pushers(
            PushTable table,
            QueueReaders readers,
            WebhookClient client,
            Attempts attempts,
            MeterRegistry meters,
            Clock clock) {
        this.table = table;
        this.around = new Surroundings(
                readers, client, new Sends(MOST_SENDS), attempts, table, clock, Infrastructure.getDefaultWorkerPool());
        meters.gauge("logcast.push.failing", this, Pushers::failing);
    }

    private long failing() {
        return pausedByTarget
                + pushers.values().stream().filter(Pusher::isFailing).count();
    }

    @Scheduled(every = "1s", concurrentExecution = ConcurrentExecution.SKIP, skipExecutionIf = NotMigrated.class)
    void run() {
        if (stopping) {
            return;
        }
        try {
            reconcile();
        } catch (SQLException | RuntimeException e) {
            LOG.debugf(e, "The subscriptions that are pushed cannot be read now");
        }
        pushers.values().forEach(this::tickAside);
    }

    /** On a thread of its own, since it may wait for the broker, and one queue must not hold up the others. */
    private void tickAside(Pusher pusher) {
        if (ticking.add(pusher)) {
            around.workers().execute(() -> {
                try {
                    pusher.tick();
                } finally {
                    ticking.remove(pusher);
                }
            });
        }
    }

    private void reconcile() throws SQLException {
        var pushed = table.pushed();
        var active = pushed.stream()
                .filter(each -> each.pause().isEmpty())
                .collect(Collectors.toMap(each -> each.subscription().name(), Pushed::subscription));
        pausedByTarget = pushed.stream()
                .flatMap(each -> each.pause().stream())
                .filter(pause -> pause.cause() == Pause.Cause.TARGET)
                .count();
        pushers.forEach((name, pusher) -> {
            var current = active.get(name);
            if (current == null || !pusher.serves(current)) {
                pusher.stop();
            } else {
                pusher.update(current);
            }
        });
        pushers.values().removeIf(Pusher::isClosed);
        active.values()
                .forEach(subscription ->
                        pushers.computeIfAbsent(subscription.name(), name -> new Pusher(subscription, around)));
    }

    /** Takes no more messages; those on their way are settled before the service stops. */
    void stop(@Observes ShutdownDelayInitiatedEvent stoppingSoon) {
        stop();
    }

    void stop(@Observes ShutdownEvent stoppingNow) {
        stop();
    }

    private void stop() {
        stopping = true;
        pushers.values().forEach(Pusher::stop);
    }
}
