package io.logcast.producer.splunk;

import io.logcast.model.wire.AttributesJson;
import io.logcast.producer.fields.QueryDefaults;
import io.logcast.producer.requests.RequestBodies;
import io.vertx.ext.web.RoutingContext;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletionStage;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.enums.ParameterIn;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.ExampleObject;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.parameters.RequestBody;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.jspecify.annotations.Nullable;

/** {@code /services/collector/ack}: Splunk's indexer acknowledgement, for senders that cannot do without it. */
@Path(CollectorResource.PATH + "/ack")
public class AckResource {

    private final RequestBodies bodies;

    AckResource(RequestBodies bodies) {
        this.bodies = bodies;
    }

    @POST
    @Consumes(MediaType.WILDCARD)
    @Produces(MediaType.WILDCARD)
    @Operation(
            summary = "Tell senders for Splunk which of their requests are stored",
            description = "True for each ackId that was returned in this channel, since a 200 already means that the"
                    + " broker has stored the events; false for other numbers.")
    @Parameter(
            name = CollectorResource.CHANNEL,
            in = ParameterIn.QUERY,
            description = "The channel of the requests; the header X-Splunk-Request-Channel wins",
            schema = @Schema(implementation = String.class))
    @RequestBody(
            content =
                    @Content(
                            mediaType = MediaType.WILDCARD,
                            examples = @ExampleObject(name = "two requests", value = "{\"acks\":[1,2]}")))
    @APIResponse(responseCode = "200", description = "True or false for each id: {\"acks\":{\"1\":true,\"2\":false}}")
    @APIResponse(
            responseCode = "400",
            description =
                    "No channel (code 10), a channel over 255 characters (code 11), or not a list of numbers (code 6)")
    @APIResponse(responseCode = "413", description = "The body is too large, or has more than 1,000 ids")
    @APIResponse(responseCode = "429", description = "Too many requests (code 9); ask again after Retry-After")
    public CompletionStage<Response> acknowledged(@Context RoutingContext context) {
        QueryDefaults.of(context.request(), CollectorResource.PARAMETERS);
        var channel = AckIds.channelOf(context.request());
        return bodies.whole(context).thenApply(body -> answer(channel, body));
    }

    private static Response answer(@Nullable String channel, byte[] body) {
        if (channel == null) {
            return CollectorAnswer.NO_CHANNEL.response(Response.Status.BAD_REQUEST);
        }
        if (!AckIds.isUsable(channel)) {
            return CollectorAnswer.INVALID_CHANNEL.response(Response.Status.BAD_REQUEST);
        }
        return acknowledgements(channel, AckRequest.ids(body));
    }

    private static Response acknowledgements(String channel, List<Long> ids) {
        var acks = new LinkedHashMap<String, @Nullable Object>();
        ids.forEach(id -> acks.put(Long.toString(id), AckIds.isOf(channel, id)));
        var json = AttributesJson.write(Map.of("acks", acks)).getBytes(StandardCharsets.UTF_8);
        return Response.ok(json, MediaType.APPLICATION_JSON_TYPE).build();
    }
}
