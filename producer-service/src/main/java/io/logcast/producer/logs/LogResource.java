package io.logcast.producer.logs;

import io.logcast.model.wire.QueueNames;
import io.logcast.producer.requests.RefusedException;
import io.quarkus.runtime.annotations.RegisterForReflection;
import io.vertx.ext.web.RoutingContext;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import java.nio.charset.StandardCharsets;
import java.util.UUID;
import java.util.concurrent.CompletionStage;
import java.util.function.Supplier;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.enums.ParameterIn;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.ExampleObject;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.parameters.RequestBody;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.jboss.resteasy.reactive.RestPath;
import org.jboss.resteasy.reactive.RestResponse;
import org.jspecify.annotations.Nullable;

/** {@code POST /api/v1/logs}, and to one queue: 202 means that the broker has confirmed all events of the request. */
@Path("/api/v1")
public class LogResource {

    private static final int MAX_QUEUE_NAME_BYTES = 255;

    private final LogRequests requests;
    private final LogPublisher publisher;
    private final RefusedEvents refused;

    LogResource(LogRequests requests, LogPublisher publisher, RefusedEvents refused) {
        this.requests = requests;
        this.publisher = publisher;
        this.refused = refused;
    }

    /**
     * The answer to an accepted event.
     *
     * @param id the event's id: the client's, or the one it was given
     */
    @RegisterForReflection
    public record Accepted(UUID id) {}

    @POST
    @Path("logs")
    @Consumes(MediaType.WILDCARD)
    @Produces(MediaType.APPLICATION_JSON)
    @Operation(
            summary = "Broadcast log events",
            description = "One event, several, or one a line. Events of other loggers are read leniently, unless the"
                    + " request says Prefer: handling=strict. A request with the header ce-specversion is a CloudEvent in"
                    + " binary mode, unless its content type is one of CloudEvents.")
    @RequestBody(
            content = {
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
                        }),
                @Content(mediaType = BodyFormat.NDJSON, examples = @ExampleObject(name = "two events", value = """
                        {"message":"card declined","severity":"ERROR","source":"payments.api"}
                        {"message":"order shipped","source":"orders"}
                        """)),
                @Content(
                        mediaType = MediaType.TEXT_PLAIN,
                        examples = @ExampleObject(name = "two events", value = "card declined\norder shipped\n")),
                @Content(
                        mediaType = BodyFormat.CLOUDEVENT,
                        examples = @ExampleObject(name = "structured mode", value = """
                        {"specversion":"1.0","id":"A234-1234-1234","source":"https://example.com/orders",
                         "type":"com.example.order.shipped","time":"2026-01-31T23:59:59Z","data":{"order":4711}}""")),
                @Content(
                        mediaType = BodyFormat.CLOUDEVENTS,
                        examples = @ExampleObject(name = "batch mode", value = """
                        [{"specversion":"1.0","id":"1","source":"/orders","type":"order.shipped"},
                         {"specversion":"1.0","id":"2","source":"/orders","type":"order.paid"}]"""))
            })
    @APIResponse(
            responseCode = "202",
            description = "The broker has stored all events",
            content =
                    @Content(
                            mediaType = MediaType.APPLICATION_JSON,
                            schema = @Schema(oneOf = {Accepted.class, BatchAnswer.class})))
    @APIResponse(
            responseCode = "207",
            description = "Some events were accepted. Send again those in errors whose outcome is retry, and everything"
                    + " after settled_to",
            content =
                    @Content(
                            mediaType = MediaType.APPLICATION_JSON,
                            schema = @Schema(implementation = BatchAnswer.class),
                            examples = @ExampleObject(name = "one of two lines", value = """
                                    {"lines":2,"accepted":1,"not_accepted":1,"settled_to":2,
                                     "ids":["0198f0c4-7d1e-7a50-8f0a-3b5c2d1e4f60",null],
                                     "errors":[{"line":2,"outcome":"invalid","status":422,"field":"severity",
                                      "reason":"must be one of TRACE DEBUG INFO WARN ERROR FATAL"}]}""")))
    @APIResponse(
            responseCode = "400",
            description =
                    "The body is not JSON, or is incomplete. If a request has several events and none was accepted, the"
                            + " status is 408, 429 or 503 if any of them may be sent again, otherwise that of the first"
                            + " error; the answer has errors as in 207")
    @APIResponse(responseCode = "408", description = "The body, or a line of it, did not arrive in time")
    @APIResponse(
            responseCode = "413",
            description = "The body is too large, or compressed too much; lines may have any size in total")
    @APIResponse(responseCode = "415", description = "Another content type, or not UTF-8")
    @APIResponse(responseCode = "422", description = "A field is invalid; the answer names it")
    @APIResponse(responseCode = "429", description = "Too many requests are being served; Retry-After")
    @APIResponse(responseCode = "503", description = "The broker did not confirm in time; Retry-After")
    @Parameter(name = "source", in = ParameterIn.QUERY, description = "Default for events without one")
    @Parameter(name = "severity", in = ParameterIn.QUERY, description = "Default for events without one")
    @Parameter(name = "attr.NAME", in = ParameterIn.QUERY, description = "Default attribute for events without it")
    public CompletionStage<? extends RestResponse<?>> accept(
            @Context RoutingContext context,
            @HeaderParam(EventDefaults.IDEMPOTENCY_KEY) @Nullable String idempotencyKey) {
        return counted(context, () -> requests.accept(context, idempotencyKey, publisher::broadcast));
    }

    /** The same for the events of one queue. */
    @POST
    @Path("queues/{queue}/logs")
    @Consumes(MediaType.WILDCARD)
    @Produces(MediaType.APPLICATION_JSON)
    @Operation(
            summary = "Send log events to one queue",
            description = "They go only to this queue: they are neither broadcast nor archived. Bodies and answers are"
                    + " those of /api/v1/logs. A subscription's queue has the subscription's name.")
    @RequestBody(
            content =
                    @Content(
                            mediaType = MediaType.APPLICATION_JSON,
                            examples = @ExampleObject(name = "smallest", value = "{\"message\":\"Hello World!\"}")))
    @APIResponse(responseCode = "202", description = "The queue has stored all events")
    @APIResponse(responseCode = "403", description = "The queue is an internal one")
    @APIResponse(responseCode = "404", description = "The broker has no such queue")
    @Parameter(name = "source", in = ParameterIn.QUERY, description = "Default for events without one")
    @Parameter(name = "severity", in = ParameterIn.QUERY, description = "Default for events without one")
    @Parameter(name = "attr.NAME", in = ParameterIn.QUERY, description = "Default attribute for events without it")
    public CompletionStage<? extends RestResponse<?>> send(
            @RestPath String queue,
            @Context RoutingContext context,
            @HeaderParam(EventDefaults.IDEMPOTENCY_KEY) @Nullable String idempotencyKey) {
        return counted(context, () -> requests.accept(context, idempotencyKey, to(queue)));
    }

    private Destination to(String queue) {
        if (QueueNames.isInternal(queue)) {
            throw new RefusedException(
                    RefusedException.FORBIDDEN, "Queues whose names begin with logs or amq. are internal");
        }
        if (queue.getBytes(StandardCharsets.UTF_8).length > MAX_QUEUE_NAME_BYTES) {
            throw new RefusedException(
                    RefusedException.NOT_FOUND,
                    "The broker has no queue whose name is longer than " + MAX_QUEUE_NAME_BYTES + " bytes");
        }
        return message -> publisher.send(message, queue);
    }

    private CompletionStage<? extends RestResponse<?>> counted(
            RoutingContext context, Supplier<CompletionStage<? extends RestResponse<?>>> request) {
        var format = EventFormat.of(context.request());
        try {
            return request.get().whenComplete((answer, failure) -> refused.request(format, failure));
        } catch (RuntimeException e) {
            refused.request(format, e);
            throw e;
        }
    }
}
