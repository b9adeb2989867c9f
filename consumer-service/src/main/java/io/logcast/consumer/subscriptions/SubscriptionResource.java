package io.logcast.consumer.subscriptions;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonUnwrapped;
import com.fasterxml.jackson.databind.PropertyNamingStrategies.SnakeCaseStrategy;
import com.fasterxml.jackson.databind.annotation.JsonNaming;
import io.logcast.consumer.subscriptions.Subscriptions.State;
import io.logcast.http.json.JsonBodies;
import io.smallrye.common.annotation.Blocking;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import java.io.IOException;
import java.sql.SQLException;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.ExampleObject;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.RequestBody;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.jboss.resteasy.reactive.RestPath;
import org.jboss.resteasy.reactive.RestResponse;

/** {@code /api/v1/subscriptions}: named queues, and what they are bound to. */
@Path("/api/v1/subscriptions")
@Produces(MediaType.APPLICATION_JSON)
@Blocking
public class SubscriptionResource {

    private final Subscriptions subscriptions;
    private final SubscriptionConfig defaults;
    private final JsonBodies bodies;
    private final Clock clock;

    SubscriptionResource(Subscriptions subscriptions, SubscriptionConfig defaults, JsonBodies bodies, Clock clock) {
        this.subscriptions = subscriptions;
        this.defaults = defaults;
        this.bodies = bodies;
        this.clock = clock;
    }

    /** All subscriptions, by name. */
    public record Listing(List<Subscription> subscriptions) {}

    /**
     * A subscription at this moment.
     *
     * @param readyMessages how many messages wait for a subscriber; a message has one or more events
     * @param consumers of the queue, on all replicas: one for each stream, one or more for each pull, those of pushes, and
     *     foreign ones
     * @param dropped events that the queue dropped, by the broker's reason
     */
    @JsonNaming(SnakeCaseStrategy.class)
    @JsonInclude(JsonInclude.Include.NON_NULL)
    public record Shown(
            @JsonUnwrapped Subscription subscription, int readyMessages, int consumers, Map<String, Long> dropped) {

        private static Shown of(State state) {
            return new Shown(state.subscription().shown(), state.readyMessages(), state.consumers(), state.dropped());
        }
    }

    @GET
    @Operation(summary = "List the subscriptions, by name")
    public Listing list() throws SQLException {
        return new Listing(subscriptions.all());
    }

    @GET
    @Path("{name}")
    @Operation(summary = "Get one subscription, with how many messages wait and how many events were dropped")
    @APIResponse(
            responseCode = "404",
            description = "No subscription has this name, or it was temporary and nobody used it")
    public Shown get(@RestPath String name) throws SQLException {
        return subscriptions.state(name).map(Shown::of).orElseThrow(() -> new UnknownSubscriptionException(name));
    }

    @PUT
    @Path("{name}")
    @Consumes(MediaType.APPLICATION_JSON)
    @Operation(
            summary = "Create a subscription, or change its binding",
            description = "The settings apply to fields that are left out. Without a binding it gets all events."
                    + " With the field push, its events are sent to a URL. With the field from, a new subscription"
                    + " also gets events from the archive. Both need the role operator.")
    @RequestBody(
            content =
                    @Content(
                            mediaType = MediaType.APPLICATION_JSON,
                            schema = @Schema(implementation = SubscriptionRequest.class),
                            examples = {
                                @ExampleObject(name = "all", value = "{}"),
                                @ExampleObject(
                                        name = "patterns",
                                        value = "{\"binding\":{\"type\":\"patterns\",\"patterns\":[\"payments.#\"]}}"),
                                @ExampleObject(
                                        name = "severities",
                                        value = "{\"binding\":{\"type\":\"severities\",\"severities\":[\"ERROR\"]}}"),
                                @ExampleObject(
                                        name = "attributes",
                                        value =
                                                "{\"binding\":{\"type\":\"attributes\",\"attributes\":{\"tenant\":\"acme\"}}}"),
                                @ExampleObject(name = "none", value = "{\"binding\":{\"type\":\"none\"}}"),
                                @ExampleObject(name = "from the past", value = "{\"from\":\"-1h\"}"),
                                @ExampleObject(
                                        name = "push",
                                        value = "{\"push\":{\"url\":\"https://example.com/logs\",\"format\":\"json\"}}")
                            }))
    @APIResponse(responseCode = "201", description = "Made")
    @APIResponse(responseCode = "200", description = "It existed; it has the given binding now")
    @APIResponse(
            responseCode = "403",
            description = "The caller is not an operator, and it has push or from, or had push before")
    @APIResponse(responseCode = "409", description = "It exists with a different queue; the answer says what differs")
    @APIResponse(responseCode = "422", description = "A field is invalid; the answer names it")
    @APIResponse(responseCode = "429", description = "There are too many subscriptions, or they have too many bytes")
    public RestResponse<Subscription> put(@RestPath String name, byte[] body) throws SQLException, IOException {
        var request = bodies.read(body, SubscriptionRequest.class);
        var wanted = request.named(name, defaults);
        var outcome = subscriptions.put(wanted, request.from(clock.instant()));
        return RestResponse.status(
                outcome == Subscriptions.Put.CREATED ? RestResponse.Status.CREATED : RestResponse.Status.OK,
                wanted.shown());
    }

    @DELETE
    @Path("{name}")
    @Operation(summary = "Delete a subscription with all events that wait in it")
    @APIResponse(responseCode = "204", description = "Deleted")
    @APIResponse(responseCode = "403", description = "It is pushed, and the caller is not an operator")
    @APIResponse(responseCode = "404", description = "No subscription has this name")
    public void delete(@RestPath String name) throws SQLException {
        if (!subscriptions.delete(name)) {
            throw new UnknownSubscriptionException(name);
        }
    }
}
