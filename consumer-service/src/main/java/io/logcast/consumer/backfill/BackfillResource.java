package io.logcast.consumer.backfill;

import io.logcast.consumer.backfill.ReplaysResource.Replay;
import io.logcast.consumer.filters.FilterParameters;
import io.logcast.consumer.subscriptions.Subscriptions;
import io.logcast.consumer.subscriptions.UnknownSubscriptionException;
import io.logcast.http.ProblemException;
import io.logcast.http.parameters.ParameterRules;
import io.smallrye.common.annotation.Blocking;
import jakarta.ws.rs.BeanParam;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import java.sql.SQLException;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.jboss.resteasy.reactive.RestPath;
import org.jboss.resteasy.reactive.RestResponse;
import org.jspecify.annotations.Nullable;

/** {@code /api/v1/subscriptions/{name}/replay}: sends a subscription events from the archive. */
@Path("/api/v1/subscriptions/{name}/replay")
@Produces(MediaType.APPLICATION_JSON)
@Blocking
public class BackfillResource {

    private final BackfillTable table;
    private final Subscriptions subscriptions;
    private final BackfillConfig config;

    BackfillResource(BackfillTable table, Subscriptions subscriptions, BackfillConfig config) {
        this.table = table;
        this.subscriptions = subscriptions;
        this.config = config;
    }

    @POST
    @Operation(
            summary = "Replay: send a subscription the events from the archive that match a filter and its binding",
            description =
                    "In the order of arrival, to this subscription alone, marked with replayed: true. It sends what is"
                            + " archived by now, and waits while the queue is half full.")
    @APIResponse(responseCode = "202", description = "It begins within seconds")
    @APIResponse(responseCode = "400", description = "A parameter breaks its rule, or is unknown")
    @APIResponse(responseCode = "403", description = "The caller is not an operator")
    @APIResponse(responseCode = "404", description = "There is no such subscription")
    @APIResponse(responseCode = "409", description = "A replay of this subscription is running")
    public RestResponse<Replay> start(
            @RestPath String name,
            @BeanParam FilterParameters filter,
            @QueryParam("rate")
                    @Parameter(
                            description =
                                    "Events a second, at most; LOGCAST_REPLAY_MAX_RATE is the default and the maximum")
                    @Schema(implementation = Integer.class, minimum = "1")
                    @Nullable
                    String rate)
            throws SQLException {
        var most = config.maxRate();
        var perSecond = rate == null ? most : ParameterRules.number("rate", rate, 1, most);
        filter.filter();
        var subscription = subscriptions.find(name).orElseThrow(() -> new UnknownSubscriptionException(name));
        if (subscription.givenBackKey() == null) {
            throw ProblemException.conflict("The subscription " + name
                    + " was made by an earlier release, which does not know replays; delete it and make it again");
        }
        if (!table.add(subscription, filter, perSecond)) {
            throw ProblemException.conflict("A replay to " + name + " is running; stop it first");
        }
        return RestResponse.status(RestResponse.Status.ACCEPTED, get(name));
    }

    @GET
    @Operation(summary = "Get the progress of a subscription's last replay")
    @APIResponse(responseCode = "404", description = "There is no such subscription, or it has had no replay")
    public Replay get(@RestPath String name) throws SQLException {
        return table.find(name).map(Replay::of).orElseThrow(() -> none(name));
    }

    @DELETE
    @Operation(
            summary = "Stop a subscription's replay",
            description = "Events that are on their way may still come. A replay that has ended stays as it is.")
    @APIResponse(responseCode = "200", description = "The replay, which has ended")
    @APIResponse(responseCode = "403", description = "The caller is not an operator")
    @APIResponse(responseCode = "404", description = "There is no such subscription, or it has had no replay")
    public Replay stop(@RestPath String name) throws SQLException {
        return table.stop(name).map(Replay::of).orElseThrow(() -> none(name));
    }

    private static ProblemException none(String name) {
        return ProblemException.notFound("There is no replay to a subscription " + name);
    }
}
