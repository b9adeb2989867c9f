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
 * The queues of subscriptions on the broker. There is no connection until there is a subscription; from then on what they
 * need is looked after, with every connection and every few seconds. All methods throw {@link BrokerAwayException} if the
 * broker does not do what it is asked.
 */
@ApplicationScoped
public class SubscriptionQueues {

    private static final Logger LOG = Logger.getLogger(SubscriptionQueues.class);
    /** The name of the connection that all of this package consumes on. */
    static final String CONNECTION = "subscriptions";

    private final QueueDefinitions definitions;
    private final RuntimeQueues queues;
    /** Queues that are not what their subscriptions say; each is logged once. */
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

    /** Begins to connect, and does not wait. */
    CompletionStage<Void> connect() {
        return queues.connect();
    }

    /** Connects, if that was not begun yet, and waits for it. */
    void awaitConnection() {
        asked(() -> {
            queues.awaitConnection();
            return true;
        });
    }

    /**
     * Makes again what the broker has lost of the subscription.
     *
     * @return false if it was temporary and its queue is gone
     */
    boolean lookAfter(Subscription subscription) {
        var definition = definitions.of(subscription);
        if (!subscription.durable()) {
            // Not declared, which would count as a use of it, so that it would never expire.
            return asked(() -> queues.bind(definition))
                    || state(subscription.name()).isPresent();
        }
        if (asked(() -> queues.declare(definition))) {
            different.remove(subscription.name());
        } else if (different.add(subscription.name())) {
            LOG.errorf("Queue %s on the broker is not what its subscription says", subscription.name());
        }
        return true;
    }

    /**
     * Makes the queue and its bindings, if they are not there.
     *
     * @throws ConflictException if the broker has a queue of that name with other arguments
     * @see QueueDefinitions QueueDefinitions, for the arguments and bindings
     * @see RuntimeQueues RuntimeQueues, for the AMQP
     */
    void declare(Subscription subscription) {
        if (!asked(() -> queues.declare(definitions.of(subscription)))) {
            throw new ConflictException("The broker has a queue " + subscription.name()
                    + " with other arguments, which no subscription made");
        }
    }

    /** Declares what is wanted first, so that an event which both match is not missed. */
    void rebind(Subscription existing, Subscription wanted) {
        declare(wanted);
        var obsolete = new HashSet<>(definitions.bindings(existing));
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

    /** What waits in the queue, and who waits for it; empty if the broker has no such queue. */
    Optional<QueueState> state(String name) {
        return asked(() -> queues.state(name));
    }

    /** A channel that reads the subscription's queue; to be closed when it is not used any more. */
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
