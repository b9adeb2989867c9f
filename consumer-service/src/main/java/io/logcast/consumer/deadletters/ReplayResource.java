package io.logcast.consumer.deadletters;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonUnwrapped;
import com.fasterxml.jackson.databind.PropertyNamingStrategies.SnakeCaseStrategy;
import com.fasterxml.jackson.databind.annotation.JsonNaming;
import io.logcast.consumer.deadletters.OpenLetters.Attempt;
import io.logcast.http.ProblemException;
import io.logcast.http.parameters.InvalidParameterException;
import io.logcast.http.parameters.ParameterRules;
import io.logcast.rabbitmq.PublishException;
import io.logcast.rabbitmq.PublishException.Reason;
import jakarta.ws.rs.BeanParam;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.jboss.resteasy.reactive.RestPath;
import org.jspecify.annotations.Nullable;

/** {@code POST .../replay}: sends dead letters back to the queues that they came from. */
@Path("/api/v1/dead-letters")
@Produces(MediaType.APPLICATION_JSON)
public class ReplayResource {

    private final DeadLetterTable letters;
    private final Replayer replayer;

    ReplayResource(DeadLetterTable letters, Replayer replayer) {
        this.letters = letters;
        this.replayer = replayer;
    }

    /**
     * A dead letter that was replayed.
     *
     * @param newIds the ids that its events have now, if they were given new ones
     */
    @JsonNaming(SnakeCaseStrategy.class)
    @JsonInclude(JsonInclude.Include.NON_NULL)
    public record ReplayedLetter(
            @JsonUnwrapped Letter letter, @Nullable List<UUID> newIds) {}

    /**
     * The outcome of a call for many letters.
     *
     * @param failed how many were tried without success and are kept
     * @param reasons why they failed, for at most 100 of them, by the letter's id
     * @param remaining how many were not tried, because the time was up, the broker did not accept a message, or
     *     another call held them; call again
     */
    @JsonNaming(SnakeCaseStrategy.class)
    public record Replayed(long replayed, long failed, Map<Long, String> reasons, long remaining) {}

    @POST
    @Path("{id}/replay")
    @Operation(
            summary = "Replay one dead letter: send it back to the queue that it came from, and to no other",
            description = "Answered once the broker has confirmed it. If it fails again, that is a new dead letter,"
                    + " whose replay_of is this one.")
    @APIResponse(
            responseCode = "200",
            description = "Replayed",
            content = @Content(schema = @Schema(implementation = ReplayedLetter.class)))
    @APIResponse(responseCode = "404", description = "There is no such dead letter")
    @APIResponse(
            responseCode = "409",
            description = "It was replayed before, or its queue is gone or unknown; it is kept as it is")
    @APIResponse(responseCode = "503", description = "The broker did not take it, and it is kept; Retry-After")
    @APIResponse(responseCode = "400", description = "A parameter is invalid or unknown")
    public ReplayedLetter replay(
            @RestPath long id,
            @QueryParam("new_id")
                    @DefaultValue("false")
                    @Schema(implementation = Boolean.class)
                    @Parameter(description = "Gives its events new ids; for an id-conflict, which would fail again")
                    String newId)
            throws SQLException {
        var ids = new ArrayList<UUID>();
        var attempt = ParameterRules.flag("new_id", newId) ? replayRenewed(id, ids) : replayer.replay(id);
        var now = letters.find(id).orElseThrow(() -> DeadLetterResource.unknown(id));
        if (attempt.isEmpty()) {
            throw ProblemException.conflict("The dead letter %d has been replayed, or is being replayed".formatted(id));
        }
        var failure = attempt.get().failure();
        if (failure != null) {
            throw notReplayed(attempt.get(), failure);
        }
        return new ReplayedLetter(Letter.withoutBody(now), ids.isEmpty() ? null : ids);
    }

    private Optional<Attempt> replayRenewed(long id, List<UUID> ids) throws SQLException {
        var found = letters.find(id).orElseThrow(() -> DeadLetterResource.unknown(id));
        if (found.letter().kind() != Kind.ID_CONFLICT) {
            throw new InvalidParameterException("new_id", "is for dead letters of the kind id-conflict");
        }
        return replayer.replay(id, letter -> {
            var renewed = Renewal.of(id, letter);
            ids.addAll(renewed.ids());
            return renewed.letter();
        });
    }

    @POST
    @Path("replay")
    @Operation(
            summary = "Replay all dead letters that match, oldest first",
            description =
                    "Each goes back to the queue that it came from. Letters that were replayed, or come after the call has begun, are left out.")
    @APIResponse(responseCode = "200", content = @Content(schema = @Schema(implementation = Replayed.class)))
    @APIResponse(responseCode = "400", description = "A parameter is invalid or unknown")
    public Replayed replayAll(@BeanParam LetterParameters parameters) throws SQLException {
        var outcome = replayer.replayAll(parameters.filter());
        var reasons = new LinkedHashMap<Long, String>();
        outcome.failures().forEach(attempt -> reasons.put(attempt.letter().id(), reason(attempt)));
        return new Replayed(outcome.replayed(), outcome.failed(), reasons, outcome.remaining());
    }

    private static ProblemException notReplayed(Attempt attempt, Throwable failure) {
        var detail =
                "Dead letter %d was not replayed: %s".formatted(attempt.letter().id(), reason(attempt));
        return Replayer.isAboutTheLetter(failure)
                ? ProblemException.conflict(detail)
                : ProblemException.unavailable(detail);
    }

    private static String reason(Attempt attempt) {
        var failure = attempt.failure();
        if (failure instanceof PublishException e && e.reason() == Reason.UNROUTABLE) {
            return "the broker has no queue " + attempt.letter().letter().queue();
        }
        return failure == null ? "" : String.valueOf(failure.getMessage());
    }
}
