package io.logcast.producer.logs;

import io.logcast.model.event.LogEvent;
import io.logcast.model.wire.RoutingAttributes;
import jakarta.inject.Singleton;
import java.util.Iterator;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.function.Supplier;

/** Publishes requests of many events. */
@Singleton
public final class Batches {

    private final LogPublisher publisher;
    final RoutingAttributes routingAttributes;
    final int maxMessageEvents;
    final int maxMessageBytes;

    Batches(LogPublisher publisher, RoutingAttributes routingAttributes, PublishConfig config) {
        this.publisher = publisher;
        this.routingAttributes = routingAttributes;
        this.maxMessageEvents = config.maxMessageEvents();
        this.maxMessageBytes = Math.toIntExact(config.maxMessageSize().asLongValue());
    }

    /** A batch without events. */
    Batch open(Destination destination, Executor eventLoop) {
        return new Batch(this, destination, eventLoop, false);
    }

    /**
     * Publishes all events, each made just before it is published, as fast as the broker takes them.
     *
     * @param events each may throw {@link io.logcast.model.event.InvalidLogEventException}
     * @param eventLoop the thread that this is called on
     * @return fails with a {@link io.logcast.producer.requests.RefusedException} if one was not stored
     */
    public CompletionStage<BatchAnswer> publishAllOrNone(Iterator<Supplier<LogEvent>> events, Executor eventLoop) {
        return new Batch(this, publisher::broadcast, eventLoop, true).addAllAndEnd(events);
    }
}
