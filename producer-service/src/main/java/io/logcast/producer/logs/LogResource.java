package io.logcast.producer.logs;

import io.logcast.model.event.LogEvent;
import io.logcast.model.wire.LogEventReader;
import io.logcast.model.wire.LogMessage;
import io.logcast.model.wire.RoutingAttributes;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import java.util.UUID;
import java.util.concurrent.CompletionStage;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.ExampleObject;
import org.eclipse.microprofile.openapi.annotations.parameters.RequestBody;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.jboss.resteasy.reactive.RestResponse;
import org.jspecify.annotations.Nullable;

/** {@code POST /api/v1/logs}: 202 means that the broker has confirmed the event. */
@Path("/api/v1/logs")
public class LogResource {

    private final LogPublisher publisher;
    private final EventDefaults defaults;
    private final RoutingAttributes routingAttributes;

    LogResource(LogPublisher publisher, EventDefaults defaults, RoutingAttributes routingAttributes) {
        this.publisher = publisher;
        this.defaults = defaults;
        this.routingAttributes = routingAttributes;
    }

    /**
     * The answer to an accepted event.
     *
     * @param id the event's id: the client's, or the one it was given
     */
    public record Accepted(UUID id) {}

    @POST
    @Consumes(MediaType.APPLICATION_JSON)
    @Produces(MediaType.APPLICATION_JSON)
    @Operation(summary = "Broadcast one log event")
    @RequestBody(
            content =
                    @Content(
                            mediaType = MediaType.APPLICATION_JSON,
                            examples = {
                                @ExampleObject(name = "smallest", value = "{\"message\":\"Hello World!\"}"),
                                @ExampleObject(name = "all fields", value = """
                                                {"id":"0198f0c4-7d1e-7a50-8f0a-3b5c2d1e4f60",
                                                 "timestamp":"2026-01-31T23:59:59.123Z","severity":"ERROR",
                                                 "source":"payments.api","message":"card declined",
                                                 "attributes":{"tenant":"acme","order":4711},
                                                 "trace_id":"4bf92f3577b34da6a3ce929d0e0e4736",
                                                 "span_id":"00f067aa0ba902b7"}""")
                            }))
    @APIResponse(responseCode = "202", description = "The broker has stored the event")
    @APIResponse(responseCode = "400", description = "The body is no JSON")
    @APIResponse(responseCode = "413", description = "The body is too large")
    @APIResponse(responseCode = "415", description = "The content type is not application/json")
    @APIResponse(responseCode = "422", description = "A field breaks its rule; the answer names it")
    @APIResponse(responseCode = "429", description = "Too many requests are waiting for the broker; Retry-After")
    @APIResponse(responseCode = "503", description = "The broker did not confirm in time; Retry-After")
    public CompletionStage<RestResponse<Accepted>> accept(
            byte[] body, @HeaderParam(EventDefaults.IDEMPOTENCY_KEY) @Nullable String idempotencyKey) {
        LogEvent event = LogEventReader.read(body, defaults.forKey(idempotencyKey));
        return publisher
                .publish(LogMessage.of(event, routingAttributes))
                .thenApply(confirmed -> RestResponse.status(RestResponse.Status.ACCEPTED, new Accepted(event.id())));
    }
}
