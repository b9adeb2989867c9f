package io.logcast.consumer.subscriptions.delivery;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.logcast.consumer.subscriptions.SubscriptionConfig;
import io.logcast.consumer.subscriptions.Subscriptions;
import io.logcast.consumer.subscriptions.UnknownSubscriptionException;
import io.logcast.http.parameters.ParameterRules;
import io.smallrye.common.annotation.NonBlocking;
import io.smallrye.mutiny.infrastructure.Infrastructure;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServerResponse;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.HEAD;
import jakarta.ws.rs.HttpMethod;
import jakarta.ws.rs.NotAllowedException;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.container.AsyncResponse;
import jakarta.ws.rs.container.Suspended;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import java.sql.SQLException;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.jboss.resteasy.reactive.RestPath;

/** Pushes events of a subscription, as Server-Sent Events. */
@Path("/api/v1/subscriptions/{name}/stream")
public class PushResource {

    private final Subscriptions subscriptions;
    private final SubscriptionConfig config;
    private final QueueReaders readers;
    private final Replicas replicas;
    private final ObjectMapper json;
    private final Vertx vertx;

    PushResource(
            Subscriptions subscriptions,
            SubscriptionConfig config,
            QueueReaders readers,
            Replicas replicas,
            ObjectMapper json,
            Vertx vertx) {
        this.subscriptions = subscriptions;
        this.config = config;
        this.readers = readers;
        this.replicas = replicas;
        this.json = json;
        this.vertx = vertx;
    }

    @GET
    @Produces(MediaType.SERVER_SENT_EVENTS)
    @NonBlocking
    @Operation(
            summary = "Follow events of a subscription, as Server-Sent Events",
            description =
                    "Several streams and pulls share the events. An event that is not acknowledged when the stream ends goes"
                            + " to another reader.")
    @APIResponse(responseCode = "404", description = "There is no such subscription")
    @APIResponse(responseCode = "409", description = "It is pushed to a URL")
    public void stream(
            @RestPath String name,
            @QueryParam("ack")
                    @DefaultValue("auto")
                    @Parameter(description = "auto: an event is acknowledged once it is written to the connection")
                    @Schema(enumeration = {"auto", "manual"})
                    String ack,
            @Context HttpServerResponse response,
            @Suspended AsyncResponse untilTheReaderGoes) {
        var isAuto = ParameterRules.isFirst("ack", ack, "auto", "manual");
        var workers = Infrastructure.getDefaultWorkerPool();
        var stream = new PushStream(response, vertx, json, workers, readers, config.prefetch());
        workers.execute(() -> {
            try {
                start(name, stream, isAuto);
            } catch (SQLException | RuntimeException e) {
                untilTheReaderGoes.resume(e);
            }
        });
    }

    /** Without this, HEAD would run as a GET, and nobody would get its events. */
    @HEAD
    @Operation(hidden = true)
    public void head() {
        throw new NotAllowedException(HttpMethod.GET);
    }

    private void start(String name, PushStream stream, boolean isAuto) throws SQLException {
        var subscription = subscriptions.readable(name);
        var replica = isAuto ? null : replicas.own();
        var isThere = readers.use(subscription, reader -> stream.start(reader, replica, readers.times(subscription)));
        if (!isThere) {
            throw new UnknownSubscriptionException(name);
        }
    }
}
