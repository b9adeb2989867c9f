package io.logcast.consumer.subscriptions;

import io.logcast.rabbitmq.connector.RabbitConnector;
import io.logcast.rabbitmq.queues.BrokerUnavailableException;
import io.logcast.rabbitmq.queues.QueueChannel;
import io.logcast.rabbitmq.queues.QueueState;
import io.logcast.rabbitmq.queues.RuntimeQueues;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;
import org.eclipse.microprofile.reactive.messaging.spi.Connector;
import org.jboss.logging.Logger;

/**
 * The queues of subscriptions on the broker. It connects when the first subscription exists. From then on it checks
 * what they need, after every connect and every few seconds. All methods throw {@link BrokerAwayException} if the
 * broker does not do what it is asked.
 */
@ApplicationScoped
public class SubscriptionQueues {

    private static final Logger LOG = Logger.getLogger(SubscriptionQueues.class);
    /** The name of the connection on which this package consumes. */
    static final String CONNECTION = "subscriptions";

    private final QueueDefinitions definitions;
    private final RuntimeQueues queues;
    /** Queues that differ from their subscriptions and could not be corrected; each is logged once. */
    private final Set<String> different = ConcurrentHashMap.newKeySet();

    SubscriptionQueues(
            @Connector(RabbitConnector.NAME) RabbitConnector connector,
            SubscriptionTable table,
            DropCounter drops,
            QueueDefinitions definitions) {
        this.definitions = definitions;
        this.queues = connector.queues(
                CONNECTION,
                List.of("logs", "topic", "headers", "returned", "dropped"),
                new Upkeep(table, this),
                List.of(drops.reader()));
    }

    /** Starts connecting, and does not wait. */
    CompletionStage<Void> connect() {
        return queues.connect();
    }

    /** Connects, unless connecting has begun, and waits for it. */
    void awaitConnection() {
        asked(() -> {
            queues.awaitConnection();
            return true;
        });
    }

    /**
     * Restores what the broker has lost: the queue, or bindings.
     *
     * @return false if it was temporary and its queue is gone
     */
    boolean lookAfter(Subscription subscription) {
        var name = subscription.name();
        var bound = bound(subscription);
        if (bound == RuntimeQueues.Bound.ALL) {
            different.remove(name);
        } else if (bound == RuntimeQueues.Bound.NO_QUEUE) {
            return state(name).isPresent();
        } else if (different.add(name)) {
            LOG.errorf("Queue %s on the broker differs from its subscription, or the broker refuses a binding", name);
        }
        return true;
    }

    private RuntimeQueues.Bound bound(Subscription subscription) {
        var definition = definitions.of(subscription);
        if (subscription.durable()) {
            return asked(() -> queues.declare(definition)) ? RuntimeQueues.Bound.ALL : RuntimeQueues.Bound.NOT_ALL;
        }
        // Not declared: that would count as a use, so the queue would never expire.
        return asked(() -> queues.bind(definition));
    }

    /**
     * Makes the queue and its bindings if they do not exist.
     *
     * @throws ConflictException if the broker has a queue of that name with other arguments
     * @see QueueDefinitions QueueDefinitions, for the arguments and bindings
     * @see RuntimeQueues RuntimeQueues, for the AMQP
     */
    void declare(Subscription subscription) {
        if (!asked(() -> queues.declare(definitions.of(subscription)))) {
            throw new ConflictException("The broker has a queue " + subscription.name()
                    + " with other arguments, which was not made for a subscription");
        }
    }

    /** Adds the new bindings first, so that no event is missed that both match. */
    void rebind(Subscription existing, Subscription wanted) {
        declare(wanted);
        var obsolete = new HashSet<>(definitions.everBound(existing));
        obsolete.removeAll(definitions.bindings(wanted));
        asked(() -> {
            queues.unbind(existing.name(), obsolete);
            return true;
        });
    }

    /** Deletes the queue with what is in it. */
    void delete(String name) {
        asked(() -> {
            queues.delete(name);
            return true;
        });
    }

    /** How many messages and consumers wait at the queue; empty if the broker has no such queue. */
    public Optional<QueueState> state(String name) {
        return asked(() -> queues.state(name));
    }

    /** A channel that reads the subscription's queue; the caller closes it when it is no longer used. */
    public QueueChannel open(Subscription subscription) {
        return asked(() -> queues.open(subscription.name()));
    }

    private static <T> T asked(Supplier<T> question) {
        try {
            return question.get();
        } catch (BrokerUnavailableException e) {
            throw new BrokerAwayException(String.valueOf(e.getMessage()), e);
        }
    }
}
