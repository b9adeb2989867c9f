package io.logcast.consumer.livetail;

import io.smallrye.mutiny.Multi;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.sse.OutboundSseEvent;
import jakarta.ws.rs.sse.Sse;
import java.time.Duration;
import java.util.Optional;
import org.eclipse.microprofile.openapi.annotations.Operation;

/** {@code GET /api/v1/logs/stream}: the live tail. */
@Path("/api/v1/logs/stream")
public class StreamResource {

    // Shorter than the idle timeouts of common proxies.
    private static final Duration HEARTBEAT = Duration.ofSeconds(15);

    private final LiveTail liveTail;
    private final Sse sse;

    StreamResource(LiveTail liveTail, Sse sse) {
        this.liveTail = liveTail;
        this.sse = sse;
    }

    @GET
    @Produces(MediaType.SERVER_SENT_EVENTS)
    @Operation(summary = "The events as they arrive, as Server-Sent Events; the event's id is the log event's")
    public Multi<OutboundSseEvent> stream() {
        var events = liveTail.events()
                .map(event -> sse.newEventBuilder()
                        .id(event.id().toString())
                        .data(String.class, event.json())
                        .build());
        // Events first: who has seen the first comment misses none. The heartbeats alone would never end.
        return Multi.createBy()
                .merging()
                .streams(
                        events.map(Optional::of).onCompletion().continueWith(Optional.empty()),
                        heartbeats().map(Optional::of))
                .select()
                .first(Optional::isPresent)
                .map(Optional::orElseThrow);
    }

    /** Comments; ticks start at once, so that the client sees that it is connected. */
    private Multi<OutboundSseEvent> heartbeats() {
        return Multi.createFrom()
                .ticks()
                .every(HEARTBEAT)
                .onOverflow()
                .drop()
                .map(tick -> sse.newEventBuilder().comment("heartbeat").build());
    }
}
