package io.logcast.consumer.subscriptions.delivery;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.databind.PropertyNamingStrategies.SnakeCaseStrategy;
import com.fasterxml.jackson.databind.annotation.JsonNaming;
import io.logcast.consumer.subscriptions.Subscription;
import io.logcast.consumer.subscriptions.SubscriptionConfig;
import io.logcast.consumer.subscriptions.Subscriptions;
import io.logcast.consumer.subscriptions.delivery.HeldMessage.HandedOut;
import io.logcast.consumer.subscriptions.delivery.Settlements.Outcome;
import io.logcast.consumer.subscriptions.delivery.Settlements.Settlement;
import io.logcast.consumer.subscriptions.delivery.Settlements.Verdict;
import io.logcast.http.InvalidFieldException;
import io.logcast.http.ProblemException;
import io.logcast.http.json.JsonBodies;
import io.logcast.http.parameters.ParameterRules;
import io.logcast.model.event.LogEvent;
import io.quarkus.runtime.annotations.RegisterForReflection;
import io.smallrye.common.annotation.Blocking;
import io.smallrye.mutiny.infrastructure.Infrastructure;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.ext.web.RoutingContext;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import java.io.IOException;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.parameters.RequestBody;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.jboss.resteasy.reactive.RestPath;
import org.jspecify.annotations.Nullable;

/** Pulls events of a subscription, and settles them. */
@Path("/api/v1/subscriptions/{name}")
@Produces(MediaType.APPLICATION_JSON)
@Blocking
public class DeliveryResource {

    private static final int MAX_PULLED = 1000;
    private static final int MAX_WAIT_SECONDS = 30;
    private static final int MAX_IDS = 10_000;

    private final Subscriptions subscriptions;
    private final SubscriptionConfig config;
    private final QueueReaders readers;
    private final Replicas replicas;
    private final JsonBodies bodies;

    DeliveryResource(
            Subscriptions subscriptions,
            SubscriptionConfig config,
            QueueReaders readers,
            Replicas replicas,
            JsonBodies bodies) {
        this.subscriptions = subscriptions;
        this.config = config;
        this.readers = readers;
        this.replicas = replicas;
        this.bodies = bodies;
    }

    /** The events of a pull; none if none came in time. */
    public record Pulled(List<Event> events) {}

    /**
     * An event for a subscriber.
     *
     * @param ackId to be acknowledged by; none if it is acknowledged already
     * @param redelivered true if it was delivered before, to whomever
     */
    @JsonNaming(SnakeCaseStrategy.class)
    @JsonInclude(JsonInclude.Include.NON_NULL)
    public record Event(@Nullable String ackId, @Nullable Boolean redelivered, LogEvent event) {

        /** @param replica that answers for the event; null if it is acknowledged */
        static Event of(HandedOut out, @Nullable UUID replica) {
            return new Event(
                    replica == null ? null : new AckId(replica, out.message().number(), out.index()).toString(),
                    out.redelivered() ? true : null,
                    out.event());
        }
    }

    /**
     * What a subscriber says about events that it got, each by its ack id.
     *
     * @param ack it is done with these
     * @param requeue these go to another
     * @param reject these become dead letters
     * @param reason why, of the dead letters
     */
    @RegisterForReflection
    public record Verdicts(
            @Nullable List<@Nullable String> ack,
            @Nullable List<@Nullable String> requeue,
            @Nullable List<@Nullable String> reject,
            @Nullable String reason) {}

    @POST
    @Path("pull")
    @Operation(
            summary = "Get events, and wait for them",
            description = "What is not acknowledged within the subscription's ack_deadline_seconds goes to another.")
    @APIResponse(responseCode = "404", description = "There is no such subscription")
    @APIResponse(responseCode = "429", description = "Too many events were pulled and not acknowledged")
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
        var isAuto = isAuto(ack);
        var replica = replicas.own();
        return events(find(name), most, patience, call.response())
                .thenApply(events -> isAuto ? acknowledged(events, call) : new Pulled(pulled(events, replica)));
    }

    private CompletionStage<List<HandedOut>> events(
            Subscription subscription, int max, Duration wait, HttpServerResponse response) throws SQLException {
        var answer = new CompletableFuture<List<HandedOut>>();
        var isThere = readers.use(subscription, reader -> {
            if (reader.handedOut() + max > config.maxHeld()) {
                throw tooManyHeld(
                        "Too many events of " + subscription.name() + " were handed out and are not acknowledged",
                        "max-held");
            }
            var begun = reader.handOutOfBegun(max);
            if (!begun.isEmpty()) {
                answer.complete(begun);
                return;
            }
            if (!readers.hasRoom()) {
                throw tooManyHeld(
                        "Events of too many bytes, of all subscriptions, were handed out and are not acknowledged",
                        "max-held-size");
            }
            var pull = new Pull(
                    reader,
                    max,
                    config.prefetch(),
                    readers.times(subscription),
                    readers,
                    Infrastructure.getDefaultWorkerPool());
            pull.start(wait);
            response.closeHandler(closed -> pull.abandon());
            pull.answer().whenComplete((events, failure) -> {
                if (failure == null) {
                    answer.complete(events);
                }
            });
        });
        if (!isThere) {
            throw notFound(subscription.name());
        }
        return answer;
    }

    /** They count as held until the answer is written, as long as it takes memory. */
    private static Pulled acknowledged(List<HandedOut> events, RoutingContext call) {
        call.addEndHandler(over -> events.forEach(event -> event.message().ack(event.index())));
        return new Pulled(events.stream().map(event -> Event.of(event, null)).toList());
    }

    private static List<Event> pulled(List<HandedOut> events, UUID replica) {
        return events.stream().map(event -> Event.of(event, replica)).toList();
    }

    @POST
    @Path("ack")
    @Consumes(MediaType.APPLICATION_JSON)
    @Operation(
            summary = "Acknowledge events, give them back, or reject them",
            description = "On whichever replica. The answer names those that nobody holds any more: settled before, or"
                    + " with another by now.")
    @RequestBody(
            content =
                    @Content(mediaType = MediaType.APPLICATION_JSON, schema = @Schema(implementation = Verdicts.class)))
    @APIResponse(responseCode = "404", description = "There is no such subscription")
    @APIResponse(responseCode = "422", description = "A field breaks its rule; the answer names it")
    @APIResponse(responseCode = "503", description = "The replica that handed them out did not answer in time")
    public Outcome ack(@RestPath String name, byte[] body) throws IOException {
        var verdicts = bodies.read(body, Verdicts.class);
        var settlements = new ArrayList<Settlement>();
        add(settlements, "ack", verdicts.ack(), Verdict.ACK);
        add(settlements, "requeue", verdicts.requeue(), Verdict.REQUEUE);
        add(settlements, "reject", verdicts.reject(), Verdict.REJECT);
        if (settlements.isEmpty() || settlements.size() > MAX_IDS) {
            throw new InvalidFieldException("ack", "must be, with requeue and reject, 1 to " + MAX_IDS + " ack ids");
        }
        var reason = verdicts.reason() == null ? "rejected by its subscriber" : verdicts.reason();
        var outcome = replicas.settle(new Settlements(name, settlements, reason));
        if (outcome.settled() == 0 && subscriptions.isMissing(name)) {
            throw notFound(name);
        }
        return outcome;
    }

    private static void add(
            List<Settlement> settlements, String field, @Nullable List<@Nullable String> ids, Verdict verdict) {
        if (ids == null) {
            return;
        }
        for (var id : ids) {
            if (id == null) {
                throw new InvalidFieldException(field, "must be a list of ack ids, none of them null");
            }
            settlements.add(new Settlement(id, verdict));
        }
    }

    private Subscription find(String name) throws SQLException {
        return subscriptions.find(name).orElseThrow(() -> notFound(name));
    }

    static ProblemException notFound(String name) {
        return ProblemException.notFound("There is no subscription " + name);
    }

    private static ProblemException tooManyHeld(String what, String setting) {
        return ProblemException.tooMany(what + " (the setting logcast.subscriptions." + setting + ")");
    }

    static boolean isAuto(String ack) {
        return ParameterRules.isFirst("ack", ack, "auto", "manual");
    }
}
