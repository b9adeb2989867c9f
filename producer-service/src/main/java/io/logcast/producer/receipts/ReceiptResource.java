package io.logcast.producer.receipts;

import io.logcast.http.InvalidFieldException;
import io.logcast.http.ProblemException;
import io.logcast.http.parameters.QueryParameters;
import io.logcast.model.wire.Ids;
import io.logcast.producer.requests.Budget;
import io.logcast.producer.requests.Failures;
import io.logcast.rabbitmq.PublishException;
import io.logcast.rabbitmq.PublishException.Reason;
import io.logcast.rabbitmq.connector.RabbitConnector;
import io.logcast.rabbitmq.requests.RequestClient;
import io.smallrye.common.annotation.NonBlocking;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.UriInfo;
import java.nio.charset.StandardCharsets;
import java.util.UUID;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeoutException;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.enums.SchemaType;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.ExampleObject;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.reactive.messaging.spi.Connector;
import org.jboss.resteasy.reactive.RestPath;

/** {@code GET /api/v1/logs/{id}/receipt}: where an event is. Any free consumer answers. */
@Path("/api/v1/logs/{id}/receipt")
public class ReceiptResource {

    private final ReceiptConfig config;
    private final RequestClient consumers;
    private final Budget waiting;

    ReceiptResource(
            ReceiptConfig config,
            @Connector(RabbitConnector.NAME) RabbitConnector connector,
            @ConfigProperty(name = "topology.receipts.queue") String queue) {
        this.config = config;
        this.consumers = connector.requests("receipts", queue);
        this.waiting = new Budget(config.maxWaiting(), Long.MAX_VALUE);
    }

    @GET
    @Produces(MediaType.APPLICATION_JSON)
    @NonBlocking
    @Operation(
            summary = "Get the receipt of an event",
            description = "The producer asks the consumers over RabbitMQ. The state is archived; dead-lettered, with"
                    + " the reason; or not-archived: not yet, never sent, or expired.")
    @APIResponse(
            responseCode = "200",
            description = "A consumer's answer",
            content =
                    @Content(
                            mediaType = MediaType.APPLICATION_JSON,
                            schema = @Schema(type = SchemaType.OBJECT),
                            examples = {
                                @ExampleObject(name = "archived", value = """
                                        {"id":"0198f0c4-7d1e-7a50-8f0a-3b5c2d1e4f60","state":"archived",
                                         "archived_at":"2026-01-31T23:59:59.123456Z"}"""),
                                @ExampleObject(name = "dead-lettered", value = """
                                        {"id":"0198f0c4-7d1e-7a50-8f0a-3b5c2d1e4f60","state":"dead-lettered",
                                         "dead_letters":[{"id":17,"dead_lettered_at":"2026-01-31T23:59:59.123456Z",
                                          "kind":"not-storable","reason":"...","queue":"logs.archive"}]}"""),
                                @ExampleObject(name = "not archived", value = """
                                        {"id":"0198f0c4-7d1e-7a50-8f0a-3b5c2d1e4f60","state":"not-archived"}""")
                            }))
    @APIResponse(responseCode = "422", description = "The id is not a UUID")
    @APIResponse(responseCode = "429", description = "Too many calls wait for a receipt; Retry-After")
    @APIResponse(responseCode = "503", description = "The broker cannot be asked now; Retry-After")
    @APIResponse(responseCode = "504", description = "No consumer answered in time")
    public CompletionStage<Response> receipt(
            @RestPath
                    @Parameter(
                            description = "The event's id",
                            schema = @Schema(type = SchemaType.STRING, format = "uuid"))
                    String id,
            @Context UriInfo uri) {
        QueryParameters.refuseAll(uri);
        var request = uuid(id).toString().getBytes(StandardCharsets.US_ASCII);
        if (!waiting.tryTake(0)) {
            throw ProblemException.tooMany("Too many calls wait for a receipt");
        }
        return consumers.ask(request, config.deadline()).handle((receipt, failure) -> {
            waiting.giveBack(0);
            return failure == null
                    ? Response.ok(receipt, MediaType.APPLICATION_JSON).build()
                    : problem(failure).response();
        });
    }

    private static UUID uuid(String id) {
        try {
            return Ids.parse(id);
        } catch (IllegalArgumentException e) {
            throw new InvalidFieldException("id", "must be a UUID");
        }
    }

    private ProblemException problem(Throwable failure) {
        var cause = Failures.causeOf(failure);
        var nobody = cause instanceof TimeoutException
                || (cause instanceof PublishException e && e.reason() == Reason.UNROUTABLE);
        return nobody
                ? ProblemException.unanswered(
                        "No consumer answered within " + config.deadline().toMillis() + " ms")
                : ProblemException.unavailable("The consumers cannot be asked now: " + cause.getMessage());
    }
}
