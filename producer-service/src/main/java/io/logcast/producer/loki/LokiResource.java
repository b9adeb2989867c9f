package io.logcast.producer.loki;

import io.logcast.model.event.LogEvent;
import io.logcast.model.wire.Fallbacks;
import io.logcast.producer.fields.QueryDefaults;
import io.logcast.producer.logs.BatchAnswer;
import io.logcast.producer.logs.EventDefaults;
import io.logcast.producer.logs.EventFormat;
import io.logcast.producer.logs.ShippedRequests;
import io.logcast.producer.requests.RefusedException;
import io.vertx.ext.web.RoutingContext;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.CompletionStage;
import java.util.function.Supplier;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.ExampleObject;
import org.eclipse.microprofile.openapi.annotations.parameters.RequestBody;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;

/** {@code POST /loki/api/v1/push}: the streams of a shipper for Grafana Loki. */
@Path(LokiResource.PATH)
public class LokiResource {

    static final String PATH = "/loki/api/v1/push";

    private final ShippedRequests requests;
    private final EventDefaults defaults;

    LokiResource(ShippedRequests requests, EventDefaults defaults) {
        this.requests = requests;
        this.defaults = defaults;
    }

    @POST
    // Faults in the headers are answered in Loki's form too.
    @Consumes(MediaType.WILDCARD)
    @Produces(MediaType.WILDCARD)
    @Operation(summary = "Broadcast the entries of a push request of Grafana Loki")
    @RequestBody(
            description = "A PushRequest: JSON, in any Content-Encoding, or protobuf in Snappy's block format",
            content = {
                @Content(mediaType = PushFormat.JSON_TYPE, examples = @ExampleObject(name = "one entry", value = """
                        {"streams":[{"stream":{"service_name":"payments.api","level":"error"},
                         "values":[["1769903999123456789","card declined",{"order":"4711"}]]}]}""")),
                @Content(mediaType = PushFormat.PROTOBUF_TYPE)
            })
    @APIResponse(responseCode = "204", description = "The broker has stored all entries")
    @APIResponse(
            responseCode = "400",
            description = "The body is not a push request, or some of its entries are refused; the others are stored")
    @APIResponse(responseCode = "413", description = "The body is too large, or has too many entries and labels")
    @APIResponse(responseCode = "415", description = "Neither application/json nor application/x-protobuf")
    @APIResponse(responseCode = "429", description = "Too many requests; send it again after Retry-After")
    @APIResponse(responseCode = "503", description = "The broker did not store all; send it again after Retry-After")
    public CompletionStage<Response> push(@Context RoutingContext context) {
        PushFormat format;
        Fallbacks fallbacks;
        try {
            format = PushFormat.of(context.request());
            fallbacks = QueryDefaults.of(context.request());
        } catch (RefusedException e) {
            return requests.refuse(EventFormat.LOKI, e);
        }
        var reading = format.reading(requests.maxSize());
        return requests.read(context, EventFormat.LOKI, reading::elements, body -> reading.entries())
                .thenCompose(
                        entries -> requests.publishAllOrNone(context, EventFormat.LOKI, events(entries, fallbacks)))
                .thenApply(LokiResource::answer);
    }

    private Iterator<Supplier<LogEvent>> events(List<PushedEntry> entries, Fallbacks fallbacks) {
        return entries.stream()
                .<Supplier<LogEvent>>map(entry -> () -> entry.event(fallbacks, defaults::fresh))
                .iterator();
    }

    private static Response answer(BatchAnswer answer) {
        if (answer.allAccepted()) {
            return Response.noContent().build();
        }
        var first = answer.errors().get(0);
        throw new RefusedException(
                RefusedException.BAD_REQUEST,
                "%d of %d entries were not accepted, the others are stored. Entry %d: %s: %s"
                        .formatted(answer.notAccepted(), answer.lines(), first.line(), first.field(), first.reason()));
    }
}
