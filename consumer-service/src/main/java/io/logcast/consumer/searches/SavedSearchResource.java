package io.logcast.consumer.searches;

import io.logcast.http.ProblemException;
import io.logcast.http.json.JsonBodies;
import io.quarkus.runtime.annotations.RegisterForReflection;
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
import java.util.Optional;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.ExampleObject;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.RequestBody;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.jboss.resteasy.reactive.RestPath;
import org.jboss.resteasy.reactive.RestResponse;

/** {@code /api/v1/searches}: searches under a name, shared by all who may search. */
@Path("/api/v1/searches")
@Produces(MediaType.APPLICATION_JSON)
@Blocking
public class SavedSearchResource {

    private final SavedSearchTable searches;
    private final JsonBodies bodies;
    private final Clock clock;

    SavedSearchResource(SavedSearchTable searches, JsonBodies bodies, Clock clock) {
        this.searches = searches;
        this.bodies = bodies;
        this.clock = clock;
    }

    /** All saved searches, by name. */
    @RegisterForReflection
    record Listing(List<SavedSearch> searches) {}

    @GET
    @Operation(summary = "List the saved searches, by name")
    @APIResponse(responseCode = "200", content = @Content(schema = @Schema(implementation = Listing.class)))
    public Listing list() throws SQLException {
        return new Listing(searches.all());
    }

    @GET
    @Path("{name}")
    @Operation(summary = "Get one saved search")
    @APIResponse(responseCode = "200", content = @Content(schema = @Schema(implementation = SavedSearch.class)))
    @APIResponse(responseCode = "404", description = "No saved search has this name")
    public SavedSearch get(@RestPath String name) throws SQLException {
        return (SearchRequest.isName(name) ? searches.find(name) : Optional.<SavedSearch>empty())
                .orElseThrow(() -> unknown(name));
    }

    @PUT
    @Path("{name}")
    @Consumes(MediaType.APPLICATION_JSON)
    @Operation(
            summary = "Save a search under a name, or replace it",
            description =
                    "The parameters are those of GET /api/v1/logs, without limit and cursor; columns lists the web"
                            + " page's columns for attributes.")
    @RequestBody(
            content =
                    @Content(
                            mediaType = MediaType.APPLICATION_JSON,
                            schema = @Schema(implementation = SearchRequest.class),
                            examples =
                                    @ExampleObject(
                                            name = "errors",
                                            value =
                                                    "{\"parameters\":{\"q\":\"severity>=error source:payments.*\",\"from\":\"-1h\"}}")))
    @APIResponse(
            responseCode = "201",
            description = "Saved",
            content = @Content(schema = @Schema(implementation = SavedSearch.class)))
    @APIResponse(
            responseCode = "200",
            description = "Replaced",
            content = @Content(schema = @Schema(implementation = SavedSearch.class)))
    @APIResponse(responseCode = "422", description = "The name or a parameter is invalid; the answer names it")
    @APIResponse(responseCode = "429", description = "There are too many saved searches")
    public RestResponse<SavedSearch> put(@RestPath String name, byte[] body) throws SQLException, IOException {
        var parameters = bodies.read(body, SearchRequest.class).checked(clock.instant());
        var saved = searches.put(SearchRequest.checkedName(name), parameters);
        return RestResponse.status(
                saved.isNew() ? RestResponse.Status.CREATED : RestResponse.Status.OK, saved.search());
    }

    @DELETE
    @Path("{name}")
    @Operation(summary = "Delete a saved search")
    @APIResponse(responseCode = "204", description = "Deleted")
    @APIResponse(responseCode = "404", description = "No saved search has this name")
    public void delete(@RestPath String name) throws SQLException {
        if (!SearchRequest.isName(name) || !searches.delete(name)) {
            throw unknown(name);
        }
    }

    private static ProblemException unknown(String name) {
        return ProblemException.notFound("There is no saved search " + name);
    }
}
