package io.logcast.consumer.statistics;

import io.logcast.consumer.archive.table.Breakdown;
import io.logcast.consumer.filters.FilterParameters;
import io.logcast.http.parameters.ParameterRules;
import jakarta.ws.rs.BeanParam;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import java.sql.SQLException;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;

/** {@code GET /api/v1/logs/histogram}: how many events match, over time. */
@Path("/api/v1/logs/histogram")
@Produces(MediaType.APPLICATION_JSON)
public class HistogramResource {

    private static final int MOST_BUCKETS = 1_000;

    private final Counting counting;

    HistogramResource(Counting counting) {
        this.counting = counting;
    }

    @GET
    @Operation(
            summary = "How many events match, over time and by severity",
            description =
                    "Counts all matching events within the time budget of a search. relation says whether the counts are"
                            + " exact, or lower bounds (at_least). Without from it begins with the first archived event, without to it ends"
                            + " now, or with the last event if that is later.")
    @APIResponse(responseCode = "200", content = @Content(schema = @Schema(implementation = Histogram.class)))
    public Histogram histogram(
            @BeanParam FilterParameters parameters,
            @QueryParam("buckets")
                    @DefaultValue("60")
                    @Parameter(description = "The maximum number of buckets; their length is a round number")
                    @Schema(implementation = Integer.class, minimum = "1", maximum = "1000")
                    String buckets)
            throws SQLException {
        var most = ParameterRules.number("buckets", buckets, 1, MOST_BUCKETS);
        var filter = parameters.filter();
        var deadline = counting.deadline();
        var range = counting.range(filter, deadline);
        var intervals = Intervals.of(range, most);
        var tally = counting.count(
                filter.between(range.from(), range.to()),
                Breakdown.byTime(filter.time(), intervals.length()),
                deadline);
        return Histogram.of(range, intervals, tally);
    }
}
