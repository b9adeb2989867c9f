package io.logcast.consumer.stream;

import io.logcast.consumer.filters.FilterParameters;
import io.logcast.consumer.filters.LogFilter;
import io.logcast.consumer.http.InvalidParameterException;
import io.logcast.consumer.livetail.LiveTail;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.smallrye.common.annotation.NonBlocking;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServerResponse;
import jakarta.ws.rs.BeanParam;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.container.AsyncResponse;
import jakarta.ws.rs.container.Suspended;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import java.util.UUID;
import java.util.regex.Pattern;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.jspecify.annotations.Nullable;

/** {@code GET /api/v1/logs/stream}: the live tail. */
@Path("/api/v1/logs/stream")
public class StreamResource {

    private static final String AFTER = "after";
    private static final String LAST_EVENT_ID = "Last-Event-ID";
    private static final Pattern UUID_FORM = Pattern.compile("[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}");

    private final LiveTail liveTail;
    private final Replays replays;
    private final Vertx vertx;
    private final StreamConfig config;
    private final Counter dropped;

    StreamResource(LiveTail liveTail, Replays replays, Vertx vertx, StreamConfig config, MeterRegistry meters) {
        this.liveTail = liveTail;
        this.replays = replays;
        this.vertx = vertx;
        this.config = config;
        this.dropped = meters.counter("logcast.stream.dropped");
    }

    @GET
    @Produces(MediaType.SERVER_SENT_EVENTS)
    @NonBlocking
    @Operation(
            summary = "The events as they arrive, as Server-Sent Events; the event's id is the log event's",
            description = "With Last-Event-ID, or after, it begins with what was archived since that event. Events"
                    + " named replay, waiting, live, gap and dropped tell how far it is.")
    public void stream(
            @BeanParam FilterParameters parameters,
            @HeaderParam(LAST_EVENT_ID) @Nullable String lastEventId,
            @QueryParam(AFTER) @Parameter(description = "The id of the last event that was seen") @Nullable
                    String after,
            @Context HttpServerResponse response,
            // Not resumed: the stream ends the response itself.
            @Suspended AsyncResponse untilTheReaderGoes) {
        var filter = parameters.filter();
        // A browser that connects again sends the same URL with a newer header.
        var last = lastEventId != null && !lastEventId.isEmpty()
                ? id(LAST_EVENT_ID, lastEventId)
                : after == null ? null : id(AFTER, after);
        open(filter, last, response);
    }

    private void open(LogFilter filter, @Nullable UUID last, HttpServerResponse response) {
        var stream = new EventStream(response, vertx, filter, config.buffer(), dropped, last != null);
        response.closeHandler(closed -> {
            liveTail.remove(stream);
            stream.close();
        });
        liveTail.add(stream);
        stream.open();
        if (last != null) {
            replays.start(stream, filter, last);
        }
    }

    private static UUID id(String parameter, String text) {
        if (!UUID_FORM.matcher(text).matches()) {
            throw new InvalidParameterException(parameter, "must be the id of an event");
        }
        return UUID.fromString(text);
    }
}
