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

    /** The most bytes that an upload gathers; they count against the limit of what requests hold. */
    private static final int UPLOAD_BYTES = 8 * 1024 * 1024;
    /** The most bytes that are gathered from a body that is held as a whole, in addition to the body. */
    private static final int BODY_BYTES = 2 * 1024 * 1024;

    private final LogPublisher publisher;
    private final RefusedEvents refused;
    final RoutingAttributes routingAttributes;
    final int maxMessageEvents;
    final int maxMessageBytes;
    final long deadlineNanos;

    Batches(LogPublisher publisher, RoutingAttributes routingAttributes, PublishConfig config, RefusedEvents refused) {
        this.refused = refused;
        this.publisher = publisher;
        this.routingAttributes = routingAttributes;
        this.maxMessageEvents = config.maxMessageEvents();
        this.deadlineNanos = config.deadline().toNanos();
        this.maxMessageBytes = Math.toIntExact(config.maxMessageSize().asLongValue());
    }

    /** An empty batch for events from a body that is held as a whole. */
    Batch ofBody(Destination destination, EventFormat format, Executor eventLoop) {
        return new Batch(this, destination, new BatchOutcome(false, format, refused), eventLoop, BODY_BYTES);
    }

    /** An empty batch for events that arrive line by line. */
    Batch ofUpload(Destination destination, EventFormat format, Executor eventLoop) {
        return new Batch(this, destination, new BatchOutcome(false, format, refused), eventLoop, UPLOAD_BYTES);
    }

    /**
     * Publishes all events, each made just before it is published, as fast as the broker takes them.
     *
     * @param events each may throw {@link io.logcast.model.event.InvalidLogEventException}
     * @param eventLoop the thread that this is called on
     * @return fails with a {@link io.logcast.producer.requests.RefusedException} if one was not stored
     */
    public CompletionStage<BatchAnswer> publishAllOrNone(
            Iterator<Supplier<LogEvent>> events, EventFormat format, Executor eventLoop) {
        var outcome = new BatchOutcome(true, format, refused);
        return new Batch(this, publisher::broadcast, outcome, eventLoop, BODY_BYTES).addAllAndEnd(events);
    }

    /**
     * The same, but each event is stored or not by itself.
     *
     * @param events at most 1,000, so that the answer has each one that was not stored
     */
    public CompletionStage<BatchAnswer> publishEach(
            Iterator<Supplier<LogEvent>> events, EventFormat format, Executor eventLoop) {
        return ofBody(publisher::broadcast, format, eventLoop).addAllAndEnd(events);
    }
}
