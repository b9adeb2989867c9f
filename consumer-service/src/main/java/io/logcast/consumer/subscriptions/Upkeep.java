package io.logcast.consumer.subscriptions;

import io.logcast.rabbitmq.queues.RuntimeQueues;
import io.smallrye.mutiny.infrastructure.Infrastructure;
import java.sql.SQLException;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jboss.logging.Logger;

/**
 * Checks whether the broker still has the queues and bindings of subscriptions, and deletes temporary subscriptions
 * whose queue is gone. It does not run on the connection's thread, so deliveries go on while it waits for the database.
 */
final class Upkeep implements RuntimeQueues.Upkeep {

    private static final Logger LOG = Logger.getLogger(Upkeep.class);
    // Each costs the database a lock, and the broker a channel.
    private static final int AT_A_TIME = 20;

    private final SubscriptionTable table;
    private final SubscriptionQueues queues;
    private final AtomicBoolean isBusy = new AtomicBoolean();
    private final AtomicBoolean allAreDue = new AtomicBoolean();
    /** The name of the subscription that was checked last. */
    private String last = "";

    Upkeep(SubscriptionTable table, SubscriptionQueues queues) {
        this.table = table;
        this.queues = queues;
    }

    /** All subscriptions have to be checked soon. */
    @Override
    public void opened() {
        allAreDue.set(true);
        due();
    }

    /** Checks the next few, in turn. */
    @Override
    public void due() {
        if (isBusy.compareAndSet(false, true)) {
            Infrastructure.getDefaultWorkerPool().execute(this::run);
        }
    }

    private void run() {
        var all = allAreDue.getAndSet(false);
        try {
            var subscriptions = table.all();
            for (var subscription : all ? subscriptions : next(subscriptions)) {
                // With its current state: another replica may be deleting it, or changing its binding.
                table.deleteUnless(subscription.name(), queues::lookAfter);
            }
        } catch (SQLException | RuntimeException e) {
            LOG.debugf(e, "The queues of subscriptions cannot be checked now");
            if (all) {
                allAreDue.set(true);
            }
        } finally {
            isBusy.set(false);
        }
    }

    private List<Subscription> next(List<Subscription> all) {
        var due = all.stream()
                .filter(subscription -> subscription.name().compareTo(last) > 0)
                .sorted(Comparator.comparing(Subscription::name))
                .limit(AT_A_TIME)
                .toList();
        last = due.size() < AT_A_TIME ? "" : due.get(due.size() - 1).name();
        return due;
    }
}
