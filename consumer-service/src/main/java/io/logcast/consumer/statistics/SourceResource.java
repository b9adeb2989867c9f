package io.logcast.consumer.statistics;

import io.logcast.consumer.archive.table.Breakdown;
import io.logcast.consumer.filters.LogFilter;
import io.logcast.consumer.filters.Times;
import io.logcast.http.parameters.InvalidParameterException;
import io.logcast.http.parameters.ParameterRules;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;

/** {@code GET /api/v1/sources}: which sources sent events in a span of time, how many, and when the latest. */
@Path("/api/v1/sources")
@Produces(MediaType.APPLICATION_JSON)
public class SourceResource {

    private static final Duration SHORTEST = Duration.ofSeconds(1);

    private final Counting counting;
    private final Clock clock;

    SourceResource(Counting counting, Clock clock) {
        this.counting = counting;
        this.clock = clock;
    }

    @GET
    @Operation(
            summary = "List the sources that sent events in a time range",
            description =
                    "By default the last 24 hours. Each source has its number of events and errors, their rate, and the time of the last."
                            + " Counts within the time budget of a search; relation says whether the counts are exact, or lower bounds (at_least).")
    @APIResponse(responseCode = "200", content = @Content(schema = @Schema(implementation = Sources.class)))
    public Sources sources(
            @QueryParam("from")
                    @DefaultValue("-24h")
                    @Parameter(description = "RFC 3339, now, or a time before now: -90s, -15m, -6h, -7d, -2w")
                    String from,
            @QueryParam("to")
                    @DefaultValue("now")
                    @Parameter(description = "The end, not included; the same forms as from")
                    String to,
            @QueryParam("limit")
                    @DefaultValue("100")
                    @Schema(implementation = Integer.class, minimum = "1", maximum = "1000")
                    String limit)
            throws SQLException {
        var now = clock.instant();
        var start = Times.instant("from", from, now);
        var end = Times.instant("to", to, now);
        if (Duration.between(start, end).compareTo(SHORTEST) < 0) {
            throw new InvalidParameterException("from", "must be at least a second before to");
        }
        var most = ParameterRules.limit(limit);
        var tally = counting.count(LogFilter.ALL.between(start, end), Breakdown.bySource(), counting.deadline());
        return Sources.of(new TimeRange(start, end), tally, most);
    }
}
