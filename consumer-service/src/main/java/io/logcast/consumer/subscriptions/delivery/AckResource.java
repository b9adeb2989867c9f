package io.logcast.consumer.subscriptions.delivery;

import io.logcast.consumer.subscriptions.Subscriptions;
import io.logcast.consumer.subscriptions.UnknownSubscriptionException;
import io.logcast.consumer.subscriptions.delivery.Settlements.Outcome;
import io.logcast.consumer.subscriptions.delivery.Settlements.Settlement;
import io.logcast.consumer.subscriptions.delivery.Settlements.Verdict;
import io.logcast.http.InvalidFieldException;
import io.logcast.http.json.JsonBodies;
import io.quarkus.runtime.annotations.RegisterForReflection;
import io.smallrye.common.annotation.Blocking;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.RequestBody;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.jboss.resteasy.reactive.RestPath;
import org.jspecify.annotations.Nullable;

/** {@code POST .../ack}: settles the events that a subscriber got. */
@Path("/api/v1/subscriptions/{name}")
@Produces(MediaType.APPLICATION_JSON)
@Blocking
public class AckResource {

    private static final int MAX_IDS = 10_000;

    private final Subscriptions subscriptions;
    private final Replicas replicas;
    private final JsonBodies bodies;

    AckResource(Subscriptions subscriptions, Replicas replicas, JsonBodies bodies) {
        this.subscriptions = subscriptions;
        this.replicas = replicas;
        this.bodies = bodies;
    }

    /**
     * A subscriber's decisions about events that it got, by their ack ids.
     *
     * @param ack these are processed
     * @param requeue these go to another reader
     * @param reject these become dead letters
     * @param reason the reason of these dead letters
     */
    @RegisterForReflection
    public record Verdicts(
            @Nullable List<@Nullable String> ack,
            @Nullable List<@Nullable String> requeue,
            @Nullable List<@Nullable String> reject,
            @Nullable String reason) {}

    @POST
    @Path("ack")
    @Consumes(MediaType.APPLICATION_JSON)
    @Operation(
            summary = "Acknowledge events, give them back, or reject them",
            description =
                    "On any replica. expired lists the ack ids of events that are no longer held: they were settled before, or"
                            + " went to another reader.")
    @RequestBody(
            content =
                    @Content(mediaType = MediaType.APPLICATION_JSON, schema = @Schema(implementation = Verdicts.class)))
    @APIResponse(responseCode = "404", description = "There is no such subscription")
    @APIResponse(responseCode = "422", description = "A field is invalid; the answer names it")
    @APIResponse(responseCode = "503", description = "The replica that handed them out did not answer in time")
    public Outcome ack(@RestPath String name, byte[] body) throws IOException {
        var verdicts = bodies.read(body, Verdicts.class);
        var settlements = new ArrayList<Settlement>();
        add(settlements, "ack", verdicts.ack(), Verdict.ACK);
        add(settlements, "requeue", verdicts.requeue(), Verdict.REQUEUE);
        add(settlements, "reject", verdicts.reject(), Verdict.REJECT);
        if (settlements.isEmpty() || settlements.size() > MAX_IDS) {
            throw new InvalidFieldException(
                    "ack", "must have 1 to " + MAX_IDS + " ack ids, together with requeue and reject");
        }
        var reason = verdicts.reason() == null ? "rejected by its subscriber" : verdicts.reason();
        var outcome = replicas.settle(new Settlements(name, settlements, reason));
        if (outcome.settled() == 0 && subscriptions.isMissing(name)) {
            throw new UnknownSubscriptionException(name);
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
}
