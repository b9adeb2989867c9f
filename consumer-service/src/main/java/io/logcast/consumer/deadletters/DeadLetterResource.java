package io.logcast.consumer.deadletters;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.databind.PropertyNamingStrategies.SnakeCaseStrategy;
import com.fasterxml.jackson.databind.annotation.JsonNaming;
import io.logcast.http.ProblemException;
import io.logcast.http.parameters.InvalidParameterException;
import io.logcast.http.parameters.ParameterRules;
import jakarta.ws.rs.BeanParam;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import java.sql.SQLException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.jboss.resteasy.reactive.RestPath;
import org.jspecify.annotations.Nullable;

/** {@code /api/v1/dead-letters}: what could not be processed, and why. */
@Path("/api/v1/dead-letters")
@Produces(MediaType.APPLICATION_JSON)
public class DeadLetterResource {

    private final DeadLetterTable letters;
    private final LetterMetrics metrics;

    DeadLetterResource(DeadLetterTable letters, LetterMetrics metrics) {
        this.letters = letters;
        this.metrics = metrics;
    }

    /**
     * A page of dead letters.
     *
     * @param deadLetters newest first, without their bodies
     * @param counts only on the first page: how many of each kind have not been replayed
     * @param next the cursor of the next page; absent on the last
     */
    @JsonNaming(SnakeCaseStrategy.class)
    @JsonInclude(JsonInclude.Include.NON_NULL)
    public record Page(
            List<Letter> deadLetters,
            @Nullable Map<String, Long> counts,
            @Nullable String next) {}

    /**
     * The answer to a discard.
     *
     * @param discarded how many dead letters were deleted
     */
    public record Discarded(long discarded) {}

    @GET
    @Operation(summary = "List dead letters, newest first")
    public Page page(
            @BeanParam LetterParameters parameters,
            @QueryParam("replayed")
                    @DefaultValue("false")
                    @Schema(implementation = Boolean.class)
                    @Parameter(description = "true: dead letters that have been replayed; false: those that have not")
                    String replayed,
            @QueryParam("limit")
                    @DefaultValue("100")
                    @Schema(implementation = Integer.class, minimum = "1", maximum = "1000")
                    String limit,
            @QueryParam("cursor") @Parameter(description = "`next` from the previous page") @Nullable String cursor)
            throws SQLException {
        var filter = parameters.filter();
        var size = ParameterRules.limit(limit);
        var found = letters.before(
                cursor == null ? Long.MAX_VALUE : id(cursor),
                filter,
                ParameterRules.flag("replayed", replayed),
                size + 1);
        var page = found.subList(0, Math.min(size, found.size()));
        var next = found.size() > size ? Long.toString(page.get(size - 1).id()) : null;
        return new Page(page.stream().map(Letter::withoutBody).toList(), cursor == null ? counts() : null, next);
    }

    private Map<String, Long> counts() throws SQLException {
        var counts = new LinkedHashMap<String, Long>();
        letters.countOpen().forEach((kind, count) -> counts.put(kind.word(), count));
        return counts;
    }

    @GET
    @Path("{id}")
    @Operation(summary = "Get one dead letter with its body")
    public Letter letter(@RestPath long id) throws SQLException {
        return letters.find(id).map(Letter::withBody).orElseThrow(() -> unknown(id));
    }

    @DELETE
    @Path("{id}")
    @Operation(summary = "Discard one dead letter")
    @APIResponse(responseCode = "204", description = "Discarded")
    @APIResponse(responseCode = "404", description = "There is no such dead letter")
    public void discard(@RestPath long id) throws SQLException {
        var kind = letters.delete(id).orElseThrow(() -> unknown(id));
        metrics.discarded(kind, 1);
    }

    @DELETE
    @Operation(summary = "Discard all dead letters that match and have not been replayed")
    @APIResponse(responseCode = "200", content = @Content(schema = @Schema(implementation = Discarded.class)))
    @APIResponse(responseCode = "400", description = "A parameter is invalid or unknown")
    public Discarded discardAll(@BeanParam LetterParameters parameters) throws SQLException {
        var discarded = letters.deleteOpen(parameters.filter());
        discarded.forEach(metrics::discarded);
        return new Discarded(
                discarded.values().stream().mapToLong(Long::longValue).sum());
    }

    static ProblemException unknown(long id) {
        return ProblemException.notFound("There is no dead letter " + id);
    }

    private static long id(String cursor) {
        if (!cursor.matches("\\d{1,18}")) {
            throw new InvalidParameterException("cursor", "must be the value of next from an earlier page");
        }
        return Long.parseLong(cursor);
    }
}
