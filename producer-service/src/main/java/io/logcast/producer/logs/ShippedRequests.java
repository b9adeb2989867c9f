package io.logcast.producer.logs;

import io.logcast.model.event.LogEvent;
import io.logcast.producer.requests.RefusedException;
import io.logcast.producer.requests.RequestBodies;
import io.vertx.ext.web.RoutingContext;
import jakarta.inject.Singleton;
import java.util.Iterator;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.function.ToIntFunction;

/** Shared by the protocols of shippers: reads a body as a whole, counts refused events and publishes the others. */
@Singleton
public final class ShippedRequests {

    private final RequestBodies bodies;
    private final Batches batches;
    private final RefusedEvents refused;

    ShippedRequests(RequestBodies bodies, Batches batches, RefusedEvents refused) {
        this.bodies = bodies;
        this.batches = batches;
        this.refused = refused;
    }

    /** The most bytes that a body may have, decoded. */
    public int maxSize() {
        return bodies.maxShippedSize();
    }

    /**
     * Reads the body of a request.
     *
     * @param elements counts the objects that the body will become; may refuse it
     * @param reader may refuse it with a {@link RefusedException}
     */
    public <T> CompletionStage<T> read(
            RoutingContext context, EventFormat format, ToIntFunction<byte[]> elements, Function<byte[], T> reader) {
        return bodies.shipped(context, elements)
                .thenApply(reader)
                .whenComplete((body, failure) -> refused.request(format, failure));
    }

    /** Refuses a request before its body is read. */
    public <T> CompletionStage<T> refuse(EventFormat format, RefusedException reason) {
        refused.request(format, reason);
        return CompletableFuture.failedFuture(reason);
    }

    /** As {@link Batches#publishAllOrNone}. */
    public CompletionStage<BatchAnswer> publishAllOrNone(
            RoutingContext context, EventFormat format, Iterator<Supplier<LogEvent>> events) {
        return batches.publishAllOrNone(context, format, events);
    }

    /** As {@link Batches#publishEach}. */
    public CompletionStage<BatchAnswer> publishEach(
            RoutingContext context, EventFormat format, Iterator<Supplier<LogEvent>> events) {
        return batches.publishEach(context, format, events);
    }
}
