package io.logcast.producer.logs;

import io.logcast.model.event.LogEvent;
import io.logcast.model.wire.RoutingAttributes;
import io.logcast.producer.requests.RequestBodies;
import io.vertx.ext.web.RoutingContext;
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
    Batch ofBody(RoutingContext context, Destination destination, EventFormat format) {
        return ofBody(context, destination, new BatchOutcome(false, format, refused));
    }

    private Batch ofBody(RoutingContext context, Destination destination, BatchOutcome outcome) {
        return new Batch(
                this, destination, outcome, eventLoop(context), BODY_BYTES, more -> RequestBodies.hold(context, more));
    }

    /** An empty batch for events that arrive line by line. */
    Batch ofUpload(RoutingContext context, Destination destination, EventFormat format) {
        return ofUpload(eventLoop(context), destination, format);
    }

    Batch ofUpload(Executor eventLoop, Destination destination, EventFormat format) {
        var outcome = new BatchOutcome(false, format, refused);
        // The upload itself charges what is kept for its answer, together with its lines.
        return new Batch(this, destination, outcome, eventLoop, UPLOAD_BYTES, more -> {});
    }

    private static Executor eventLoop(RoutingContext context) {
        var eventLoop = context.vertx().getOrCreateContext();
        return action -> eventLoop.runOnContext(nothing -> action.run());
    }

    /**
     * Publishes all events, each made just before it is published, as fast as the broker takes them. Called on the
     * request's event loop.
     *
     * @param events each may throw {@link io.logcast.model.event.InvalidLogEventException}
     * @return fails with a {@link io.logcast.producer.requests.RefusedException} if one was not stored
     */
    public CompletionStage<BatchAnswer> publishAllOrNone(
            RoutingContext context, EventFormat format, Iterator<Supplier<LogEvent>> events) {
        return ofBody(context, publisher::broadcast, new BatchOutcome(true, format, refused))
                .addAllAndEnd(events);
    }

    /**
     * The same, but an event that is not stored does not affect the others.
     *
     * @param events at most 1,000, so that the answer has each one that was not stored
     */
    public CompletionStage<BatchAnswer> publishEach(
            RoutingContext context, EventFormat format, Iterator<Supplier<LogEvent>> events) {
        return ofBody(context, publisher::broadcast, format).addAllAndEnd(events);
    }
}
