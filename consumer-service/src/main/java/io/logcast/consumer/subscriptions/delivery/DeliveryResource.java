package io.logcast.consumer.subscriptions.delivery;

import io.logcast.consumer.subscriptions.Subscription;
import io.logcast.consumer.subscriptions.SubscriptionConfig;
import io.logcast.consumer.subscriptions.Subscriptions;
import io.logcast.consumer.subscriptions.UnknownSubscriptionException;
import io.logcast.consumer.subscriptions.delivery.HeldMessage.HandedOut;
import io.logcast.http.ProblemException;
import io.logcast.http.parameters.ParameterRules;
import io.smallrye.common.annotation.Blocking;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.ext.web.RoutingContext;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.jboss.resteasy.reactive.RestPath;

/** {@code POST .../pull}: gives events of a subscription to a reader that asks for them. */
@Path("/api/v1/subscriptions/{name}")
@Produces(MediaType.APPLICATION_JSON)
@Blocking
public class DeliveryResource {

    private static final int MAX_PULLED = 1000;
    private static final int MAX_WAIT_SECONDS = 30;

    private final Subscriptions subscriptions;
    private final SubscriptionConfig config;
    private final QueueReaders readers;
    private final Replicas replicas;

    DeliveryResource(Subscriptions subscriptions, SubscriptionConfig config, QueueReaders readers, Replicas replicas) {
        this.subscriptions = subscriptions;
        this.config = config;
        this.readers = readers;
        this.replicas = replicas;
    }

    /** The events of a pull; an empty list if none came in time. */
    public record Pulled(List<HandedOutEvent> events) {}

    @POST
    @Path("pull")
    @Operation(
            summary = "Pull events, and wait for the first",
            description =
                    "An event that is not acknowledged within the subscription's ack_deadline_seconds goes to another reader.")
    @APIResponse(responseCode = "404", description = "There is no such subscription")
    @APIResponse(responseCode = "409", description = "It is pushed to a URL")
    @APIResponse(
            responseCode = "429",
            description = "Too many events, or bytes, were handed out and are not acknowledged")
    @APIResponse(responseCode = "503", description = "The broker cannot be reached")
    public CompletionStage<Pulled> pull(
            @RestPath String name,
            @QueryParam("max")
                    @DefaultValue("100")
                    @Schema(implementation = Integer.class, minimum = "1", maximum = "1000")
                    String max,
            @QueryParam("wait")
                    @DefaultValue("0")
                    @Parameter(description = "How long to wait for the first event (s)")
                    @Schema(implementation = Integer.class, minimum = "0", maximum = "30")
                    String wait,
            @QueryParam("ack")
                    @DefaultValue("manual")
                    @Parameter(description = "auto: the events count as acknowledged")
                    @Schema(enumeration = {"manual", "auto"})
                    String ack,
            @Context RoutingContext call)
            throws SQLException {
        var most = ParameterRules.number("max", max, 1, MAX_PULLED);
        var patience = Duration.ofSeconds(ParameterRules.number("wait", wait, 0, MAX_WAIT_SECONDS));
        var isAuto = ParameterRules.isFirst("ack", ack, "auto", "manual");
        var replica = replicas.own();
        return events(subscriptions.readable(name), most, patience, call.response())
                .thenApply(events -> isAuto ? acknowledged(events, call) : new Pulled(pulled(events, replica)));
    }

    private CompletionStage<List<HandedOut>> events(
            Subscription subscription, int max, Duration wait, HttpServerResponse response) throws SQLException {
        var answer = new CompletableFuture<List<HandedOut>>();
        var isThere = readers.use(subscription, reader -> {
            if (reader.held().handedOut() + max > config.maxHeld()) {
                throw tooManyHeld(
                        "Too many events of " + subscription.name() + " were handed out and are not acknowledged",
                        "max-held");
            }
            var begun = reader.held().handOutOfBegun(max);
            if (!begun.isEmpty()) {
                answer.complete(begun);
                return;
            }
            if (!readers.hasRoom()) {
                throw tooManyHeld(
                        "The events of all subscriptions that were handed out and are not acknowledged take too many bytes",
                        "max-held-size");
            }
            var pull = new Pull(reader, max, config.prefetch(), readers.times(subscription), readers);
            pull.start(wait);
            response.closeHandler(closed -> pull.abandon());
            pull.answer().whenComplete((events, failure) -> {
                if (failure == null) {
                    answer.complete(events);
                }
            });
        });
        if (!isThere) {
            throw new UnknownSubscriptionException(subscription.name());
        }
        return answer;
    }

    /** Acknowledges the events once the answer is written; until then they count as held, since they take memory. */
    private static Pulled acknowledged(List<HandedOut> events, RoutingContext call) {
        call.addEndHandler(over -> events.forEach(event -> event.message().ack(event.index())));
        return new Pulled(
                events.stream().map(event -> HandedOutEvent.of(event, null)).toList());
    }

    private static List<HandedOutEvent> pulled(List<HandedOut> events, UUID replica) {
        return events.stream().map(event -> HandedOutEvent.of(event, replica)).toList();
    }

    private static ProblemException tooManyHeld(String what, String setting) {
        return ProblemException.tooMany(what + " (the setting logcast.subscriptions." + setting + ")");
    }
}
