package io.logcast.consumer.subscriptions;

import io.logcast.rabbitmq.queues.QueueBinding;
import io.logcast.rabbitmq.queues.QueueDefinition;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.ArrayList;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/** How the queue of a subscription looks on the broker: its arguments and bindings. */
@ApplicationScoped
class QueueDefinitions {

    private final Exchanges exchanges;
    private final String droppedQueue;

    QueueDefinitions(
            @ConfigProperty(name = "topology.logs.exchange") String all,
            @ConfigProperty(name = "topology.topic.exchange") String topic,
            @ConfigProperty(name = "topology.headers.exchange") String headers,
            @ConfigProperty(name = "topology.returned.exchange") String givenBack,
            @ConfigProperty(name = "topology.dropped.queue") String droppedQueue) {
        this.exchanges = new Exchanges(all, topic, headers, givenBack);
        this.droppedQueue = droppedQueue;
    }

    QueueDefinition of(Subscription subscription) {
        var bindings = new ArrayList<QueueBinding>();
        // Also without a key, by one that is nobody's: the loss of a temporary queue is noticed when it is bound again.
        var key = Objects.requireNonNullElseGet(subscription.givenBackKey(), () -> subscription.name() + ".");
        bindings.add(new QueueBinding(exchanges.givenBack(), key, Map.of()));
        bindings.addAll(bindings(subscription));
        return new QueueDefinition(subscription.name(), subscription.queueArguments(droppedQueue), bindings);
    }

    /** The same bindings, and those that an earlier build made instead of them. */
    Set<QueueBinding> everBound(Subscription subscription) {
        return subscription.binding().everBound(exchanges);
    }

    /** The bindings through which the queue gets broadcast events. */
    Set<QueueBinding> bindings(Subscription subscription) {
        return subscription.binding().queueBindings(exchanges);
    }
}
