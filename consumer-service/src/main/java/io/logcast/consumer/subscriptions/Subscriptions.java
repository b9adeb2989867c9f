package io.logcast.consumer.subscriptions;

import io.logcast.consumer.security.Operators;
import io.logcast.consumer.webhooks.WebhookClient;
import io.logcast.http.ProblemException;
import io.logcast.model.wire.RoutingAttributes;
import io.quarkus.runtime.StartupEvent;
import io.quarkus.runtime.configuration.ConfigurationException;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/** The subscriptions: their definitions in PostgreSQL, and their queues on the broker. */
@ApplicationScoped
public class Subscriptions {

    private static final Logger LOG = Logger.getLogger(Subscriptions.class);

    private final SubscriptionTable table;
    private final DroppedTable dropped;
    private final SubscriptionQueues queues;
    private final SubscriptionConfig config;
    private final WebhookClient webhooks;
    private final Operators operators;
    private final RoutingAttributes routable;
    private final PastEvents past;

    Subscriptions(
            SubscriptionTable table,
            DroppedTable dropped,
            SubscriptionQueues queues,
            SubscriptionConfig config,
            WebhookClient webhooks,
            Operators operators,
            @ConfigProperty(name = "logcast.routing-attributes") List<String> routable,
            PastEvents past) {
        this.table = table;
        this.dropped = dropped;
        this.queues = queues;
        this.config = config;
        this.webhooks = webhooks;
        this.operators = operators;
        this.routable = new RoutingAttributes(routable);
        this.past = past;
    }

    /** The outcome of a PUT. */
    enum Put {
        CREATED,
        CHANGED,
        UNCHANGED
    }

    /**
     * A subscription and its current state.
     *
     * @param readyMessages how many messages wait for a subscriber; a message has one or more events
     * @param consumers of the queue: one for each stream, one or more for each pull, those of pushes, and foreign ones
     * @param dropped events, by the broker's reason
     */
    record State(Subscription subscription, int readyMessages, int consumers, Map<String, Long> dropped) {}

    /** @throws ConfigurationException if the default ack deadline is longer than the hold time allows */
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

    /**
     * Whether subscriptions may exist; true while the database is away. Their queues are checked once they can be read.
     */
    private boolean mayBeSome() {
        try {
            return !table.all().isEmpty();
        } catch (SQLException e) {
            LOG.debugf("The subscriptions cannot be read yet: %s", e.getMessage());
            return true;
        }
    }

    /**
     * Makes the subscription, or changes it. Only operators may do that to one that is pushed.
     *
     * @param from for operators only: a new subscription also gets the archived events observed from this time on; null
     *     for none
     * @throws ConflictException if the broker cannot change the existing queue in this way
     * @throws TooManyException if another one would exceed a limit
     */
    Put put(Subscription wanted, @Nullable Instant from) throws SQLException {
        wanted.binding().check(routable);
        checkPush(wanted);
        if (from != null) {
            operators.check();
        }
        var push = wanted.push();
        if (push != null) {
            webhooks.check(push.target());
        }
        // Before taking a lock, since this may wait.
        queues.awaitConnection();
        var outcome = new AtomicReference<>(Put.CREATED);
        table.put(wanted, (existing, others, connection) -> {
            if (existing != null) {
                checkPush(existing);
            }
            if (existing == null || isGone(existing)) {
                wanted.checkMaxima(config);
                others.usage().checkRoomFor(wanted, config);
                queues.declare(wanted);
                if (from != null) {
                    past.replay(connection, wanted, from);
                }
                return wanted;
            }
            var differences = existing.differencesOfQueue(wanted);
            if (!differences.isEmpty()) {
                throw new ConflictException("The subscription " + wanted.name() + " differs in "
                        + String.join(", ", differences) + "; the broker cannot change that, so delete it first");
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

    private void checkPush(Subscription subscription) {
        if (subscription.push() != null) {
            operators.check();
        }
    }

    /** Whether it was temporary and has expired. */
    private boolean isGone(Subscription existing) {
        return !existing.durable() && queues.state(existing.name()).isEmpty();
    }

    /**
     * Deletes it with all events that wait in it; false if it does not exist. Only operators may delete one that is
     * pushed.
     */
    boolean delete(String name) throws SQLException {
        return table.delete(name, existing -> {
            checkPush(existing);
            queues.delete(name);
        });
    }

    List<Subscription> all() throws SQLException {
        return table.all().stream().map(Subscription::shown).toList();
    }

    /**
     * The subscription; empty if it does not exist. While the database is away, as it was last known here, so that
     * events can still be pulled.
     */
    public Optional<Subscription> find(String name) throws SQLException {
        try {
            return table.find(name);
        } catch (SQLException e) {
            LOG.debugf(e, "Subscription %s is taken as it was last known", name);
            return Optional.of(table.lastKnown(name).orElseThrow(() -> e));
        }
    }

    /**
     * The subscription, for readers that come for its events; found as {@link #find} does.
     *
     * @throws UnknownSubscriptionException if it does not exist
     * @throws ProblemException if it is pushed: a reader would take events that the target then misses
     */
    public Subscription readable(String name) throws SQLException {
        var subscription = find(name).orElseThrow(() -> new UnknownSubscriptionException(name));
        if (subscription.push() != null) {
            throw ProblemException.conflict("The subscription " + name
                    + " is pushed to a URL, so it has no other readers; make another one for them");
        }
        return subscription;
    }

    /** Whether it is certain not to exist; false while the database is away. */
    public boolean isMissing(String name) {
        try {
            return find(name).isEmpty();
        } catch (SQLException e) {
            return false;
        }
    }

    /** The subscription and its state; empty if it does not exist. */
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
     * To be called when the broker has no queue of that name. A durable subscription gets its queue again, unless the
     * broker refuses it, which is logged; a temporary one is deleted.
     *
     * @return whether the subscription still exists; false if it was temporary, or is deleted
     */
    public boolean restore(Subscription subscription) throws SQLException {
        // By now it may be another subscription, or deleted.
        return table.deleteUnless(subscription.name(), current -> queues.lookAfter(current) && !isGone(current));
    }
}
