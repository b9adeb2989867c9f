package io.logcast.consumer.backfill;

import io.logcast.consumer.subscriptions.SubscriptionQueues;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/**
 * Where the replay of a new subscription meets the events that come through its binding: the time by which everything
 * published before the queue was bound has been archived.
 */
@ApplicationScoped
class Seam {

    /**
     * How long the replicas may take to store what they have taken: longer than they wait for a connection to a
     * database that is down.
     */
    static final Duration STORING = Duration.ofSeconds(150);

    private final SubscriptionQueues queues;
    private final String archiveQueue;

    Seam(SubscriptionQueues queues, @ConfigProperty(name = "topology.archive.queue") String archiveQueue) {
        this.queues = queues;
        this.archiveQueue = archiveQueue;
    }

    /**
     * Whether the replicas have taken everything from the archive's queue. The times of events would not show it, since
     * clocks differ. A queue without consumers does not count as empty: a quorum queue whose leader is away looks like
     * that.
     */
    boolean isTaken() {
        return queues.state(archiveQueue)
                .filter(state -> state.messages() == 0 && state.consumers() > 0)
                .isPresent();
    }
}
