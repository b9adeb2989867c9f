package io.logcast.consumer.statistics;

import io.logcast.consumer.archive.table.Breakdown;
import io.logcast.consumer.filters.FilterParameters;
import io.logcast.http.parameters.InvalidParameterException;
import io.logcast.http.parameters.ParameterRules;
import jakarta.ws.rs.BeanParam;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import java.sql.SQLException;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;

/** {@code GET /api/v1/logs/facets}: the values of the matching events, and how many events have each. */
@Path("/api/v1/logs/facets")
@Produces(MediaType.APPLICATION_JSON)
public class FacetResource {

    private static final Set<String> COLUMNS = Set.of("source", "severity");
    private static final int MOST_FIELDS = 10;
    private static final int MOST_VALUES = 100;
    private static final int LONGEST = 1_000;

    private final Counting counting;

    FacetResource(Counting counting) {
        this.counting = counting;
    }

    @GET
    @Operation(
            summary = "The most frequent values of the matching events",
            description =
                    "Counts all matching events within the time budget of a search. relation says whether the counts are"
                            + " exact, or lower bounds (at_least). For attributes, it counts text of up to 256 characters, numbers and booleans.")
    @APIResponse(responseCode = "200", content = @Content(schema = @Schema(implementation = Facets.class)))
    public Facets facets(
            @BeanParam FilterParameters parameters,
            @QueryParam("fields")
                    @DefaultValue("source,severity")
                    @Parameter(
                            description = "Up to 10, with commas between them: source, severity, attr.NAME, such as"
                                    + " source,attr.tenant")
                    String fields,
            @QueryParam("limit")
                    @DefaultValue("10")
                    @Parameter(description = "The maximum number of values of a field")
                    @Schema(implementation = Integer.class, minimum = "1", maximum = "100")
                    String limit)
            throws SQLException {
        var names = fields(fields);
        var most = ParameterRules.number("limit", limit, 1, MOST_VALUES);
        var tally = counting.count(
                parameters.filter(), Breakdown.byFields(names, FilterParameters.ATTRIBUTE), counting.deadline());
        return Facets.of(names, most, tally);
    }

    private static List<String> fields(String value) {
        var names = List.of(value.split(",", -1));
        if (names.size() > MOST_FIELDS || new HashSet<>(names).size() < names.size()) {
            throw new InvalidParameterException("fields", "must be at most " + MOST_FIELDS + " names, each once");
        }
        if (value.length() > LONGEST
                || value.indexOf('\0') >= 0
                || !names.stream().allMatch(FacetResource::isField)) {
            throw new InvalidParameterException(
                    "fields", "must be names such as source, severity or attr.tenant, with commas between them");
        }
        return names;
    }

    private static boolean isField(String name) {
        return COLUMNS.contains(name)
                || (name.startsWith(FilterParameters.ATTRIBUTE) && name.length() > FilterParameters.ATTRIBUTE.length());
    }
}
