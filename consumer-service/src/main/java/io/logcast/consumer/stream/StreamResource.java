package io.logcast.consumer.stream;

import io.logcast.consumer.bounds.ByteBudget;
import io.logcast.consumer.filters.FilterParameters;
import io.logcast.consumer.filters.LogFilter;
import io.logcast.consumer.livetail.LiveTail;
import io.logcast.http.parameters.ParameterRules;
import io.micrometer.core.instrument.MeterRegistry;
import io.smallrye.common.annotation.NonBlocking;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServerResponse;
import jakarta.ws.rs.BeanParam;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.HEAD;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.container.AsyncResponse;
import jakarta.ws.rs.container.Suspended;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.jspecify.annotations.Nullable;

/** {@code GET /api/v1/logs/stream}: the live tail. */
@Path("/api/v1/logs/stream")
public class StreamResource {

    private static final String AFTER = "after";
    private static final String LAST_EVENT_ID = "Last-Event-ID";

    private final LiveTail liveTail;
    private final Resumptions resumptions;
    private final Vertx vertx;
    private final StreamBounds bounds;

    StreamResource(LiveTail liveTail, Resumptions resumptions, Vertx vertx, StreamConfig config, MeterRegistry meters) {
        this.liveTail = liveTail;
        this.resumptions = resumptions;
        this.vertx = vertx;
        // Replays have memory of their own, so that readers that take nothing of a replay do not block the live tail.
        this.bounds = new StreamBounds(
                config.buffer(), ByteBudget.ofHeap(), ByteBudget.ofHeap(), meters.counter("logcast.stream.dropped"));
    }

    @GET
    @Produces(MediaType.SERVER_SENT_EVENTS)
    @NonBlocking
    @Operation(
            summary = "Follow events as they arrive, as Server-Sent Events",
            description =
                    "The SSE id is the log event's. With Last-Event-ID, or after, the stream begins with what was archived since that"
                            + " event. Events named replay, waiting, live, gap and dropped report the state of the stream.")
    public void stream(
            @BeanParam FilterParameters parameters,
            @HeaderParam(LAST_EVENT_ID) @Nullable String lastEventId,
            @QueryParam(AFTER) @Parameter(description = "The id of the last event that was seen") @Nullable
                    String after,
            @Context HttpServerResponse response,
            // Not resumed: the stream ends the response itself.
            @Suspended AsyncResponse untilTheReaderGoes) {
        open(parameters.filter(), last(lastEventId, after), response);
    }

    private void open(LogFilter filter, @Nullable UUID last, HttpServerResponse response) {
        var stream = new EventStream(response, vertx, filter, bounds, last != null);
        response.closeHandler(closed -> close(stream));
        liveTail.add(stream);
        if (response.closed()) {
            // The connection closed while its caller was being authenticated, before the handler was set.
            close(stream);
            return;
        }
        stream.open();
        if (last != null) {
            resumptions.start(stream, filter, last);
        }
    }

    private void close(EventStream stream) {
        liveTail.remove(stream);
        stream.close();
    }

    /** {@code HEAD}: the same checks, without a stream. */
    @HEAD
    @Operation(hidden = true)
    public Response head(
            @BeanParam FilterParameters parameters,
            @HeaderParam(LAST_EVENT_ID) @Nullable String lastEventId,
            @QueryParam(AFTER) @Nullable String after) {
        parameters.filter();
        last(lastEventId, after);
        return Response.ok().type(MediaType.SERVER_SENT_EVENTS).build();
    }

    /** The header wins: a browser that connects again sends the same URL with a newer header. */
    private static @Nullable UUID last(@Nullable String lastEventId, @Nullable String after) {
        if (lastEventId != null && !lastEventId.isEmpty()) {
            return ParameterRules.eventId(LAST_EVENT_ID, lastEventId);
        }
        return after == null ? null : ParameterRules.eventId(AFTER, after);
    }
}
