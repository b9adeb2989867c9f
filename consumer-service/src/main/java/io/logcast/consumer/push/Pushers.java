package io.logcast.consumer.push;

import io.logcast.consumer.subscriptions.Subscription;
import io.logcast.consumer.subscriptions.Subscriptions;
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
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jboss.logging.Logger;

/**
 * The subscriptions that this replica pushes: all that are not paused. While the database is away, those that were known last. {@code
 * logcast.push.failing} is how many of them have a target that takes nothing.
 */
@ApplicationScoped
class Pushers {

    private static final Logger LOG = Logger.getLogger(Pushers.class);
    private static final int MOST_SENDS = 256;

    private final Subscriptions subscriptions;
    private final PushTable table;
    private final Surroundings around;
    private final Map<String, Pusher> pushers = new ConcurrentHashMap<>();
    private final Set<Pusher> ticking = ConcurrentHashMap.newKeySet();
    private volatile long pausedByTarget;
    private volatile boolean stopping;

    Pushers(
            Subscriptions subscriptions,
            PushTable table,
            QueueReaders readers,
            WebhookClient client,
            Attempts attempts,
            MeterRegistry meters,
            Clock clock) {
        this.subscriptions = subscriptions;
        this.table = table;
        this.around = new Surroundings(
                readers, client, new Sends(MOST_SENDS), attempts, table, clock, Infrastructure.getDefaultWorkerPool());
        meters.gauge("logcast.push.failing", this, Pushers::failing);
    }

    private long failing() {
        return pausedByTarget
                + pushers.values().stream().filter(Pusher::isFailing).count();
    }

    @Scheduled(every = "1s", concurrentExecution = ConcurrentExecution.SKIP)
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
                    tick(pusher);
                } finally {
                    ticking.remove(pusher);
                }
            });
        }
    }

    private static void tick(Pusher pusher) {
        try {
            pusher.tick(System.nanoTime());
        } catch (SQLException | RuntimeException e) {
            LOG.debugf(e, "The queue of a pushed subscription cannot be read now");
        }
    }

    private void reconcile() throws SQLException {
        var pauses = table.pauses();
        var pushed = subscriptions.pushed();
        var active = pushed.stream()
                .filter(subscription -> !pauses.containsKey(subscription.name()))
                .collect(Collectors.toMap(Subscription::name, Function.identity()));
        pausedByTarget = pushed.stream()
                .map(subscription -> pauses.get(subscription.name()))
                .filter(pause -> pause != null && pause.cause() == Pause.Cause.TARGET)
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
        active.forEach(
                (name, subscription) -> pushers.computeIfAbsent(name, ignored -> new Pusher(subscription, around)));
    }

    /** Takes nothing more; what is on its way is settled before the service stops. */
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
