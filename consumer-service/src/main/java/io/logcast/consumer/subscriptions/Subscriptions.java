package io.logcast.consumer.subscriptions;

import io.logcast.model.wire.RoutingAttributes;
import io.quarkus.runtime.StartupEvent;
import io.quarkus.runtime.configuration.ConfigurationException;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.jboss.logging.Logger;

/** The subscriptions: what PostgreSQL says they are, and their queues on the broker. */
@ApplicationScoped
public class Subscriptions {

    private static final Logger LOG = Logger.getLogger(Subscriptions.class);

    private final SubscriptionTable table;
    private final DroppedTable dropped;
    private final SubscriptionQueues queues;
    private final SubscriptionConfig config;
    private final RoutingAttributes routable;

    Subscriptions(
            SubscriptionTable table,
            DroppedTable dropped,
            SubscriptionQueues queues,
            SubscriptionConfig config,
            @ConfigProperty(name = "logcast.routing-attributes") List<String> routable) {
        this.table = table;
        this.dropped = dropped;
        this.queues = queues;
        this.config = config;
        this.routable = new RoutingAttributes(routable);
    }

    /** What a PUT did. */
    enum Put {
        CREATED,
        CHANGED,
        UNCHANGED
    }

    /**
     * What is known of a subscription at this moment.
     *
     * @param readyMessages those that wait for a subscriber; a message has one or more events
     * @param consumers pulls and streams that wait, and foreign consumers
     * @param dropped events, by the broker's reason
     */
    record State(Subscription subscription, int readyMessages, int consumers, Map<String, Long> dropped) {}

    /** @throws ConfigurationException if no subscription could be made as configured */
    static void check(@Observes StartupEvent starting, SubscriptionConfig config) {
        if (config.ackDeadline().compareTo(config.longestAckDeadline()) > 0) {
            throw new ConfigurationException("LOGCAST_SUBSCRIPTIONS_ACK_DEADLINE must be at most "
                    + config.longestAckDeadline().toSeconds() + "s, half of LOGCAST_SUBSCRIPTIONS_HOLD_TIME");
        }
    }

    void start(@Observes StartupEvent started) {
        if (mayBeSome()) {
            var unused = queues.connect();
        }
    }

    /** While the database is away there may be; the connection opens for them when they can be read. */
    private boolean mayBeSome() {
        try {
            return !table.all().isEmpty();
        } catch (SQLException e) {
            LOG.warnf("The subscriptions cannot be read yet: %s", e.getMessage());
            return true;
        }
    }

    /**
     * Makes the subscription what it is to be.
     *
     * @throws ConflictException if the broker cannot change the queue that is there
     * @throws TooManyException if there is no room for another
     */
    Put put(Subscription wanted) throws SQLException {
        wanted.binding().check(routable);
        // Before a lock is held: this may wait.
        queues.awaitConnection();
        var outcome = new AtomicReference<>(Put.CREATED);
        table.put(wanted, (existing, others) -> {
            if (existing == null || isGone(existing)) {
                wanted.checkMaxima(config);
                others.usage().checkRoomFor(wanted, config);
                queues.declare(wanted);
                return wanted;
            }
            var differences = existing.differencesOfQueue(wanted);
            if (!differences.isEmpty()) {
                throw new ConflictException("The subscription " + wanted.name() + " differs in "
                        + String.join(", ", differences) + ", which a queue cannot change; delete it first");
            }
            if (existing.ackDeadlineSeconds() != wanted.ackDeadlineSeconds()) {
                wanted.checkAckDeadline(config);
            }
            var changed = wanted.ofGeneration(existing.generation());
            queues.rebind(existing, changed);
            outcome.set(existing.equals(changed) ? Put.UNCHANGED : Put.CHANGED);
            return changed;
        });
        return Objects.requireNonNull(outcome.get());
    }

    /** Whether it was temporary, and nobody used it for too long. */
    private boolean isGone(Subscription existing) {
        return !existing.durable() && queues.state(existing.name()).isEmpty();
    }

    /** Deletes it with all that waits in it; false if there is none. */
    boolean delete(String name) throws SQLException {
        return table.delete(name, () -> queues.delete(name));
    }

    List<Subscription> all() throws SQLException {
        return table.all().stream().map(Subscription::shown).toList();
    }

    /**
     * Empty if there is none. While the database is away, as it was last known here: what waits in its queue can be pulled all
     * the same.
     */
    public Optional<Subscription> find(String name) throws SQLException {
        try {
            return table.find(name);
        } catch (SQLException e) {
            LOG.debugf(e, "Subscription %s is taken as it was last known", name);
            return Optional.of(table.lastKnown(name).orElseThrow(() -> e));
        }
    }

    /** Whether there is none for certain: while the database is away, that is not known. */
    public boolean isMissing(String name) {
        try {
            return find(name).isEmpty();
        } catch (SQLException e) {
            return false;
        }
    }

    /** Empty if there is none. */
    Optional<State> state(String name) throws SQLException {
        var subscription = table.find(name).orElse(null);
        if (subscription == null) {
            return Optional.empty();
        }
        var ready = queues.state(name).orElse(null);
        if (ready == null) {
            return restore(subscription)
                    ? Optional.of(new State(subscription, 0, 0, dropped.of(name)))
                    : Optional.empty();
        }
        return Optional.of(new State(subscription, ready.messages(), ready.consumers(), dropped.of(name)));
    }

    /**
     * To be called when the broker has no queue of that name: one that is durable gets it again, one that is temporary
     * is gone for good.
     *
     * @return whether there is a queue now
     */
    public boolean restore(Subscription subscription) throws SQLException {
        // By now it may be another, or deleted.
        return table.deleteUnless(subscription.name(), current -> {
            if (current.durable()) {
                queues.declare(current);
                return true;
            }
            return !isGone(current);
        });
    }
}
