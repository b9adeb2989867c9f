package io.logcast.producer.elasticsearch;

import io.logcast.model.wire.Fallbacks;
import io.logcast.producer.fields.QueryDefaults;
import io.logcast.producer.logs.EventDefaults;
import io.logcast.producer.logs.EventFormat;
import io.logcast.producer.logs.ShippedRequests;
import io.logcast.producer.requests.ContentTypes;
import io.logcast.producer.requests.RefusedException;
import io.vertx.ext.web.RoutingContext;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.ExampleObject;
import org.eclipse.microprofile.openapi.annotations.parameters.RequestBody;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.jboss.resteasy.reactive.RestPath;
import org.jspecify.annotations.Nullable;

/** {@code /_bulk}: documents of shippers for Elasticsearch, each answered by itself. */
@Path("/")
public class BulkResource {

    private static final String NDJSON = "application/x-ndjson";
    private static final String EXAMPLE = """
            {"create":{"_index":"logs"}}
            {"@timestamp":"2026-01-31T23:59:59.123Z","log.level":"error","service.name":"payments.api","message":"card declined"}
            """;

    private static final Set<String> TYPES = Set.of(
            NDJSON,
            MediaType.APPLICATION_JSON,
            "application/vnd.elasticsearch+x-ndjson",
            "application/vnd.elasticsearch+json",
            "");

    /** Roughly how many objects an item and its status become. */
    private static final int ELEMENTS_OF_AN_ITEM = 5;
    /** How many items are published together: the most whose outcomes {@link ShippedRequests#publishEach} reports. */
    private static final int AT_A_TIME = 1000;
    /** Elasticsearch's own limit. The answer repeats the index for each item. */
    static final int MAX_INDEX_LENGTH = 255;

    private final ShippedRequests requests;
    private final EventDefaults defaults;

    BulkResource(ShippedRequests requests, EventDefaults defaults) {
        this.requests = requests;
        this.defaults = defaults;
    }

    @POST
    @Path("_bulk")
    @Consumes(MediaType.WILDCARD)
    @Produces(MediaType.WILDCARD)
    @Operation(
            summary = "Broadcast the documents of a bulk request of Elasticsearch",
            description = "create and index become events; delete and update are refused, each by itself.")
    @RequestBody(
            content = {
                @Content(mediaType = NDJSON, examples = @ExampleObject(name = "one document", value = EXAMPLE)),
                @Content(
                        mediaType = MediaType.APPLICATION_JSON,
                        examples = @ExampleObject(name = "one document", value = EXAMPLE))
            })
    @APIResponse(
            responseCode = "200",
            description =
                    "The outcome of each item: 201 if the broker has stored it, 429 if it has to be sent again, else"
                            + " 400")
    @APIResponse(responseCode = "400", description = "A line that must name an action names none")
    @APIResponse(responseCode = "413", description = "The body is too large, or has too many items")
    @APIResponse(responseCode = "415", description = "Neither application/x-ndjson nor application/json")
    @APIResponse(responseCode = "429", description = "None was stored; send it again after Retry-After")
    public CompletionStage<Response> bulk(@Context RoutingContext context) {
        return accept(context, null);
    }

    @PUT
    @Path("_bulk")
    @Consumes(MediaType.WILDCARD)
    @Produces(MediaType.WILDCARD)
    @Operation(summary = "The same as POST /_bulk")
    @RequestBody(content = {@Content(mediaType = NDJSON), @Content(mediaType = MediaType.APPLICATION_JSON)})
    @APIResponse(responseCode = "200", description = "The outcome of each item")
    public CompletionStage<Response> put(@Context RoutingContext context) {
        return accept(context, null);
    }

    @POST
    @Path("{index}/_bulk")
    @Consumes(MediaType.WILDCARD)
    @Produces(MediaType.WILDCARD)
    @Operation(summary = "The same as POST /_bulk, with this index for items that name none")
    @RequestBody(content = {@Content(mediaType = NDJSON), @Content(mediaType = MediaType.APPLICATION_JSON)})
    @APIResponse(responseCode = "200", description = "The outcome of each item")
    public CompletionStage<Response> bulkOf(@RestPath String index, @Context RoutingContext context) {
        return accept(context, index);
    }

    @PUT
    @Path("{index}/_bulk")
    @Consumes(MediaType.WILDCARD)
    @Produces(MediaType.WILDCARD)
    @Operation(summary = "The same as POST /{index}/_bulk")
    @RequestBody(content = {@Content(mediaType = NDJSON), @Content(mediaType = MediaType.APPLICATION_JSON)})
    @APIResponse(responseCode = "200", description = "The outcome of each item")
    public CompletionStage<Response> putOf(@RestPath String index, @Context RoutingContext context) {
        return accept(context, index);
    }

    private CompletionStage<Response> accept(RoutingContext context, @Nullable String index) {
        Fallbacks fallbacks;
        try {
            checkType(context.request().getHeader(HttpHeaders.CONTENT_TYPE));
            checkIndex(index);
            fallbacks = QueryDefaults.of(context.request(), Parameters.IGNORED);
        } catch (RefusedException e) {
            return requests.refuse(EventFormat.ELASTICSEARCH, e);
        }
        var answer = new BulkAnswer(System.nanoTime());
        return requests.read(
                        context,
                        EventFormat.ELASTICSEARCH,
                        body -> (int) Math.min(Integer.MAX_VALUE, (long) BulkBody.maxItems(body) * ELEMENTS_OF_AN_ITEM),
                        body -> BulkBody.items(body, index))
                .thenCompose(items -> publish(context, items, 0, fallbacks, answer))
                .thenApply(all ->
                        Response.ok(all.json(), MediaType.APPLICATION_JSON_TYPE).build());
    }

    private static void checkType(@Nullable String contentType) {
        if (!TYPES.contains(ContentTypes.typeOf(contentType))) {
            throw new RefusedException(
                    RefusedException.UNSUPPORTED,
                    "Content-Type must be %s or %s".formatted(NDJSON, MediaType.APPLICATION_JSON));
        }
    }

    private static void checkIndex(@Nullable String index) {
        if (index != null && index.length() > MAX_INDEX_LENGTH) {
            throw new RefusedException(
                    RefusedException.BAD_REQUEST,
                    "The index in the path must have at most %d characters".formatted(MAX_INDEX_LENGTH));
        }
    }

    /** Publishes one part after the other, so that each item's outcome is known. */
    private CompletionStage<BulkAnswer> publish(
            RoutingContext context, List<BulkItem> items, int first, Fallbacks fallbacks, BulkAnswer answer) {
        if (first >= items.size()) {
            return CompletableFuture.completedFuture(answer);
        }
        var part = items.subList(first, Math.min(first + AT_A_TIME, items.size()));
        var events = part.stream()
                .map(item -> item.reading(fallbacks, defaults::fresh))
                .iterator();
        return requests.publishEach(context, EventFormat.ELASTICSEARCH, events).thenCompose(outcome -> {
            if (!answer.add(part, outcome)) {
                // The broker is away, and each further part would wait for its deadline.
                answer.addNotStored(items.subList(first + part.size(), items.size()));
                return CompletableFuture.completedFuture(answer);
            }
            return publish(context, items, first + part.size(), fallbacks, answer);
        });
    }
}
