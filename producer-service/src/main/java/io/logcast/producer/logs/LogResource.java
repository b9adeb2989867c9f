package io.logcast.producer.logs;

import io.logcast.model.event.LogEvent;
import io.logcast.model.wire.LogMessage;
import io.logcast.model.wire.QueueNames;
import io.logcast.model.wire.RoutingAttributes;
import io.logcast.producer.cloudevents.CloudEvents;
import io.logcast.producer.fields.Handling;
import io.logcast.producer.fields.JsonBody;
import io.logcast.producer.fields.QueryDefaults;
import io.logcast.producer.requests.Line;
import io.logcast.producer.requests.RefusedException;
import io.logcast.producer.requests.RequestBodies;
import io.logcast.producer.requests.StrictJson;
import io.quarkus.runtime.annotations.RegisterForReflection;
import io.vertx.ext.web.RoutingContext;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import java.nio.charset.StandardCharsets;
import java.util.Iterator;
import java.util.UUID;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.function.Function;
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

    private static final int LOWEST_ERROR = 400;
    private static final int MAX_QUEUE_NAME_BYTES = 255;

    private final RequestBodies bodies;
    private final LogPublisher publisher;
    private final Batches batches;
    private final EventDefaults defaults;
    private final RoutingAttributes routingAttributes;
    private final CloudEvents cloudEvents;
    private final RefusedEvents refused;

    LogResource(
            RequestBodies bodies,
            LogPublisher publisher,
            Batches batches,
            EventDefaults defaults,
            RoutingAttributes routingAttributes,
            CloudEvents cloudEvents,
            RefusedEvents refused) {
        this.bodies = bodies;
        this.publisher = publisher;
        this.batches = batches;
        this.defaults = defaults;
        this.routingAttributes = routingAttributes;
        this.cloudEvents = cloudEvents;
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
            description = "One event, many, or one a line. What has other names than ours is read leniently, unless the"
                    + " request says Prefer: handling=strict. A request with the header ce-specversion is a CloudEvent in binary"
                    + " mode, whatever its content type.")
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
            description =
                    "Some of the events were accepted; those under errors were not. All up to settled_to are settled",
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
                    "The body is no JSON, or ended before its end. Of many events, this and each status below is"
                            + " that of the first error if none was accepted, with errors as in 207; 408, 429 or 503 if any may be sent again")
    @APIResponse(responseCode = "408", description = "The body, or a line of it, did not come in time")
    @APIResponse(responseCode = "413", description = "The body of one event, or of CloudEvents, is too large")
    @APIResponse(responseCode = "415", description = "None of these content types, or not UTF-8")
    @APIResponse(responseCode = "422", description = "A field breaks its rule; the answer names it")
    @APIResponse(responseCode = "429", description = "Too many requests are being served; Retry-After")
    @APIResponse(responseCode = "503", description = "The broker did not confirm in time; Retry-After")
    @Parameter(name = "source", in = ParameterIn.QUERY, description = "Of events that have none")
    @Parameter(name = "severity", in = ParameterIn.QUERY, description = "Of events that have none")
    @Parameter(name = "attr.NAME", in = ParameterIn.QUERY, description = "An attribute of events that lack it")
    public CompletionStage<? extends RestResponse<?>> accept(
            @Context RoutingContext context,
            @HeaderParam(EventDefaults.IDEMPOTENCY_KEY) @Nullable String idempotencyKey) {
        return counted(context, () -> accept(context, idempotencyKey, publisher::broadcast));
    }

    /** The same for the events of one queue. */
    @POST
    @Path("queues/{queue}/logs")
    @Consumes(MediaType.WILDCARD)
    @Produces(MediaType.APPLICATION_JSON)
    @Operation(
            summary = "Send log events to one queue",
            description = "Only there: they are not broadcast, and not archived. Bodies and answers are those of"
                    + " /api/v1/logs. A subscription's queue has the subscription's name.")
    @RequestBody(
            content =
                    @Content(
                            mediaType = MediaType.APPLICATION_JSON,
                            examples = @ExampleObject(name = "smallest", value = "{\"message\":\"Hello World!\"}")))
    @APIResponse(responseCode = "202", description = "The queue has stored all events")
    @APIResponse(responseCode = "403", description = "The queue is an internal one")
    @APIResponse(responseCode = "404", description = "The broker has no such queue")
    @Parameter(name = "source", in = ParameterIn.QUERY, description = "Of events that have none")
    @Parameter(name = "severity", in = ParameterIn.QUERY, description = "Of events that have none")
    @Parameter(name = "attr.NAME", in = ParameterIn.QUERY, description = "An attribute of events that lack it")
    public CompletionStage<? extends RestResponse<?>> send(
            @RestPath String queue,
            @Context RoutingContext context,
            @HeaderParam(EventDefaults.IDEMPOTENCY_KEY) @Nullable String idempotencyKey) {
        return counted(context, () -> accept(context, idempotencyKey, to(queue)));
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

    private CompletionStage<? extends RestResponse<?>> accept(
            RoutingContext context, @Nullable String idempotencyKey, Destination destination) {
        var request = context.request();
        var fallbacks = QueryDefaults.of(request);
        var key = EventDefaults.key(idempotencyKey, context);
        var type = request.getHeader(HttpHeaders.CONTENT_TYPE);
        // A content type of CloudEvents says more than a header that somebody has left on the way.
        if (request.getHeader(CloudEvents.VERSION_HEADER) != null && !BodyFormat.isOfCloudEvents(type)) {
            return bodies.whole(context)
                    .thenCompose(body -> publish(destination, cloudEvents.binary(request.headers(), body, fallbacks)));
        }
        var format = BodyFormat.of(type);
        var handling = format.isLoose() ? Handling.of(context) : Handling.STRICT;
        var reading = new EventReading(defaults, handling, key, fallbacks);
        return switch (format) {
            case JSON -> bodies.whole(context).thenCompose(body -> publishJson(destination, context, body, reading));
            case UNSAID -> {
                if (handling == Handling.STRICT) {
                    throw BodyFormat.unsupported();
                }
                yield bodies.whole(context)
                        .thenApply(BodyFormat::json)
                        .thenCompose(body -> publishJson(destination, context, body, reading));
            }
            case LINES_OF_JSON -> publishLines(destination, context, reading::line);
            case LINES_OF_TEXT -> publishLines(destination, context, reading::text);
            case CLOUD_EVENT ->
                bodies.whole(context, StrictJson::elements)
                        .thenCompose(body -> publish(destination, cloudEvents.structured(body, fallbacks)));
            case CLOUD_EVENTS ->
                bodies.whole(context, StrictJson::elements)
                        .thenCompose(body -> publishAll(destination, context, cloudEvents.batch(body, fallbacks)));
        };
    }

    /** One event, or many: the elements of an array, or objects one behind the other. */
    private CompletionStage<RestResponse<?>> publishJson(
            Destination destination, RoutingContext context, byte[] body, EventReading reading) {
        var events = JsonBody.of(body);
        return reading.isOne(events)
                ? publish(destination, reading.only(body)).thenApply(answer -> answer)
                : publishAll(destination, context, events.each(part -> reading.part(body, part)))
                        .thenApply(answer -> answer);
    }

    private CompletionStage<RestResponse<BatchAnswer>> publishAll(
            Destination destination, RoutingContext context, Iterator<Supplier<LogEvent>> events) {
        return batches.open(destination, EventFormat.of(context.request()), eventLoop(context))
                .addAllAndEnd(events)
                .thenApply(LogResource::answer);
    }

    private CompletionStage<RestResponse<Accepted>> publish(Destination destination, LogEvent event) {
        return destination
                .publish(LogMessage.of(event, routingAttributes))
                .thenApply(confirmed -> RestResponse.status(RestResponse.Status.ACCEPTED, new Accepted(event.id())));
    }

    private CompletionStage<RestResponse<BatchAnswer>> publishLines(
            Destination destination, RoutingContext context, Function<Line, LogEvent> reader) {
        var batch = batches.open(destination, EventFormat.of(context.request()), eventLoop(context));
        return bodies.lines(context, new LogLines(batch, reader))
                .thenCompose(end -> batch.end())
                .thenApply(LogResource::answer);
    }

    private static RestResponse<BatchAnswer> answer(BatchAnswer answer) {
        if (answer.status() >= LOWEST_ERROR) {
            throw new BatchRefusedException(answer);
        }
        return RestResponse.ResponseBuilder.<BatchAnswer>create(answer.status())
                .entity(answer)
                .build();
    }

    private static Executor eventLoop(RoutingContext context) {
        var eventLoop = context.vertx().getOrCreateContext();
        return action -> eventLoop.runOnContext(nothing -> action.run());
    }
}
