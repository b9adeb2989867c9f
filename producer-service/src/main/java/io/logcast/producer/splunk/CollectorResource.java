package io.logcast.producer.splunk;

import io.logcast.model.event.LogEvent;
import io.logcast.model.fields.Envelope;
import io.logcast.model.fields.LenientReader;
import io.logcast.model.wire.Fallbacks;
import io.logcast.producer.fields.JsonBody;
import io.logcast.producer.fields.QueryDefaults;
import io.logcast.producer.logs.BatchAnswer;
import io.logcast.producer.logs.EventDefaults;
import io.logcast.producer.logs.EventFormat;
import io.logcast.producer.logs.ShippedRequests;
import io.logcast.producer.requests.RefusedException;
import io.vertx.ext.web.RoutingContext;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Supplier;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.ExampleObject;
import org.eclipse.microprofile.openapi.annotations.parameters.RequestBody;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.jspecify.annotations.Nullable;

/** {@code /services/collector}: Splunk's HTTP Event Collector. */
@Path(CollectorResource.PATH)
public class CollectorResource {

    static final String PATH = "/services/collector";

    private static final String EVENTS = """
            {"time":1769903999.123,"host":"web-1","source":"payments.api","event":{"message":"card declined","level":"error"}}
            {"event":"order shipped"}""";

    /** Query parameters that apply to all events. */
    private static final List<String> OF_EVENTS = List.of("host", "sourcetype", "index");

    static final String CHANNEL = "channel";

    static final Set<String> PARAMETERS = Set.of("host", "sourcetype", "index", CHANNEL, "auto_extract_timestamp");

    private final ShippedRequests requests;
    private final EventDefaults defaults;

    CollectorResource(ShippedRequests requests, EventDefaults defaults) {
        this.requests = requests;
        this.defaults = defaults;
    }

    @POST
    @Consumes(MediaType.WILDCARD)
    @Produces(MediaType.WILDCARD)
    @Operation(
            summary = "Broadcast the events of a sender for Splunk's HTTP Event Collector",
            description = "JSON objects in a row, or an array of them. The Content-Type does not matter.")
    @RequestBody(
            content =
                    @Content(
                            mediaType = MediaType.WILDCARD,
                            examples = @ExampleObject(name = "two events", value = EVENTS)))
    @APIResponse(responseCode = "200", description = "The broker has stored all events")
    @APIResponse(
            responseCode = "400",
            description = "No data (code 5), or an event is refused (6, 12, 13); the others are stored")
    @APIResponse(responseCode = "413", description = "The body is too large")
    @APIResponse(responseCode = "429", description = "Too many requests (code 9); send it again after Retry-After")
    @APIResponse(
            responseCode = "503",
            description = "The broker did not store all (code 9); send it again after Retry-After")
    public CompletionStage<Response> events(@Context RoutingContext context) {
        return accept(context, this::events);
    }

    @POST
    @Path("event")
    @Consumes(MediaType.WILDCARD)
    @Produces(MediaType.WILDCARD)
    @Operation(summary = "The same as /services/collector")
    @RequestBody(content = @Content(mediaType = MediaType.WILDCARD))
    @APIResponse(responseCode = "200", description = "The broker has stored all events")
    public CompletionStage<Response> event(@Context RoutingContext context) {
        return accept(context, this::events);
    }

    @POST
    @Path("event/1.0")
    @Consumes(MediaType.WILDCARD)
    @Produces(MediaType.WILDCARD)
    @Operation(summary = "The same as /services/collector")
    @RequestBody(content = @Content(mediaType = MediaType.WILDCARD))
    @APIResponse(responseCode = "200", description = "The broker has stored all events")
    public CompletionStage<Response> eventOfRelease(@Context RoutingContext context) {
        return accept(context, this::events);
    }

    @POST
    @Path("raw")
    @Consumes(MediaType.WILDCARD)
    @Produces(MediaType.WILDCARD)
    @Operation(summary = "Broadcast lines of text, each an event, as Splunk's HTTP Event Collector does")
    @RequestBody(content = @Content(mediaType = MediaType.WILDCARD))
    @APIResponse(responseCode = "200", description = "The broker has stored all lines")
    public CompletionStage<Response> raw(@Context RoutingContext context) {
        return accept(context, this::lines);
    }

    @POST
    @Path("raw/1.0")
    @Consumes(MediaType.WILDCARD)
    @Produces(MediaType.WILDCARD)
    @Operation(summary = "The same as /services/collector/raw")
    @RequestBody(content = @Content(mediaType = MediaType.WILDCARD))
    @APIResponse(responseCode = "200", description = "The broker has stored all lines")
    public CompletionStage<Response> rawOfRelease(@Context RoutingContext context) {
        return accept(context, this::lines);
    }

    @GET
    @Path("health")
    @Produces(MediaType.WILDCARD)
    @Operation(
            summary = "Tell senders for Splunk that requests are served",
            description = "It says nothing about the broker: while that is away, events are answered 503 with code 9.")
    @APIResponse(responseCode = "200", description = "Code 17")
    public Response health(@Context RoutingContext context) {
        return healthOfRelease(context);
    }

    @GET
    @Path("health/1.0")
    @Produces(MediaType.WILDCARD)
    @Operation(summary = "The same as /services/collector/health")
    @APIResponse(responseCode = "200", description = "Code 17")
    public Response healthOfRelease(@Context RoutingContext context) {
        QueryDefaults.of(context.request(), PARAMETERS);
        return CollectorAnswer.HEALTHY.response(Response.Status.OK);
    }

    private interface Reader {

        /**
         * The events of a body.
         *
         * @param ofRequest fields of events that lack them
         */
        Iterator<Supplier<LogEvent>> events(byte[] body, Map<String, String> ofRequest, Fallbacks fallbacks);
    }

    private CompletionStage<Response> accept(RoutingContext context, Reader reader) {
        Fallbacks fallbacks;
        try {
            fallbacks = QueryDefaults.of(context.request(), PARAMETERS);
        } catch (RefusedException e) {
            return requests.refuse(EventFormat.SPLUNK, e);
        }
        var ofRequest = ofRequest(context);
        return requests.read(context, EventFormat.SPLUNK, body -> 0, body -> reader.events(body, ofRequest, fallbacks))
                .thenCompose(events -> publish(context, events));
    }

    private CompletionStage<Response> publish(RoutingContext context, Iterator<Supplier<LogEvent>> events) {
        if (!events.hasNext()) {
            return CompletableFuture.completedFuture(CollectorAnswer.NO_DATA.response(Response.Status.BAD_REQUEST));
        }
        return requests.publishAllOrNone(context, EventFormat.SPLUNK, events)
                .thenApply(answer -> answer(context, answer));
    }

    private static Map<String, String> ofRequest(RoutingContext context) {
        var fields = new LinkedHashMap<String, String>();
        OF_EVENTS.forEach(name -> {
            var value = context.request().getParam(name);
            if (value != null && !value.isBlank()) {
                fields.put(name, value);
            }
        });
        return fields;
    }

    private Iterator<Supplier<LogEvent>> events(byte[] body, Map<String, String> ofRequest, Fallbacks fallbacks) {
        return JsonBody.of(body)
                .each(part ->
                        CollectorEvent.read(body, part.offset(), part.length(), ofRequest, defaults.fresh(fallbacks)));
    }

    private Iterator<Supplier<LogEvent>> lines(byte[] body, Map<String, String> ofRequest, Fallbacks fallbacks) {
        var envelope = new Envelope(null, null, new LinkedHashMap<String, @Nullable Object>(ofRequest), Map.of());
        return new RawLines<>(body, line -> LenientReader.read(line, defaults.fresh(fallbacks), envelope));
    }

    private static Response answer(RoutingContext context, BatchAnswer answer) {
        if (answer.allAccepted()) {
            var channel = AckIds.channelOf(context.request());
            return channel == null || !AckIds.isUsable(channel)
                    ? CollectorAnswer.SUCCESS.response(Response.Status.OK)
                    : answer(Response.Status.OK, CollectorAnswer.SUCCESS.jsonOf(AckIds.next(channel)));
        }
        var first = answer.errors().get(0);
        var field = first.field() == null ? "" : first.field() + ": ";
        return answer(
                Response.Status.BAD_REQUEST,
                kind(first)
                        .json(
                                "%s%s. %d of %d events were not accepted, the others are stored"
                                        .formatted(field, first.reason(), answer.notAccepted(), answer.lines()),
                                first.line() - 1));
    }

    private static CollectorAnswer kind(BatchAnswer.Refusal refusal) {
        if (!CollectorEvent.EVENT.equals(refusal.field())) {
            return CollectorAnswer.INVALID_FORMAT;
        }
        return switch (refusal.reason()) {
            case CollectorEvent.REQUIRED -> CollectorAnswer.EVENT_REQUIRED;
            case CollectorEvent.BLANK -> CollectorAnswer.EVENT_BLANK;
            default -> CollectorAnswer.INVALID_FORMAT;
        };
    }

    private static Response answer(Response.Status status, byte[] json) {
        return Response.status(status)
                .type(MediaType.APPLICATION_JSON)
                .entity(json)
                .build();
    }
}
