package io.logcast.consumer.deadletters;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonUnwrapped;
import com.fasterxml.jackson.databind.PropertyNamingStrategies.SnakeCaseStrategy;
import com.fasterxml.jackson.databind.annotation.JsonNaming;
import io.logcast.consumer.deadletters.DeadLetterTable.Attempt;
import io.logcast.consumer.deadletters.DeadLetterTable.Stored;
import io.logcast.http.ProblemException;
import io.logcast.http.parameters.InvalidParameterException;
import io.logcast.http.parameters.ParameterRules;
import io.logcast.rabbitmq.PublishException;
import io.logcast.rabbitmq.PublishException.Reason;
import jakarta.ws.rs.BeanParam;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.StandardCharsets;
import java.sql.SQLException;
import java.time.Instant;
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

/** {@code /api/v1/dead-letters}: what could not be processed, and why; to be replayed or discarded. */
@Path("/api/v1/dead-letters")
@Produces(MediaType.APPLICATION_JSON)
public class DeadLetterResource {

    private final DeadLetterTable letters;
    private final Replayer replayer;
    private final LetterMetrics metrics;

    DeadLetterResource(DeadLetterTable letters, Replayer replayer, LetterMetrics metrics) {
        this.letters = letters;
        this.replayer = replayer;
        this.metrics = metrics;
    }

    /**
     * A page of dead letters.
     *
     * @param deadLetters newest first, without their bodies
     * @param counts on the first page: how many there are of each kind that have not been replayed
     * @param next the cursor of the next page; none at the end
     */
    @JsonNaming(SnakeCaseStrategy.class)
    @JsonInclude(JsonInclude.Include.NON_NULL)
    public record Page(
            List<Letter> deadLetters,
            @Nullable Map<String, Long> counts,
            @Nullable String next) {}

    /**
     * A dead letter.
     *
     * @param kind the reason in one word, such as {@code id-conflict}
     * @param attempts how often it was delivered
     * @param replayedAt when it was sent back to its queue
     * @param replayOf the letter that it was before it was replayed and failed again
     * @param bodyBytes the body's length
     * @param body the body, if it is UTF-8 and this is the only letter that is shown
     * @param bodyBase64 the body otherwise
     * @param bodyTruncated true if only the beginning of a large body is shown
     */
    @JsonNaming(SnakeCaseStrategy.class)
    @JsonInclude(JsonInclude.Include.NON_NULL)
    public record Letter(
            long id,
            Instant deadLetteredAt,
            @Nullable Instant replayedAt,
            @Nullable Long replayOf,
            String kind,
            String reason,
            @Nullable String exception,
            int attempts,
            String exchange,
            String routingKey,
            String queue,
            @Nullable String messageId,
            @Nullable String type,
            int bodyBytes,
            @Nullable String body,
            byte @Nullable [] bodyBase64,
            @Nullable Boolean bodyTruncated) {

        private static Letter of(Stored stored, @Nullable String body, byte @Nullable [] bodyBase64, boolean isCut) {
            var letter = stored.letter();
            return new Letter(
                    stored.id(),
                    stored.at(),
                    stored.replayedAt(),
                    letter.replayOf(),
                    letter.kind().word(),
                    letter.reason(),
                    letter.exception(),
                    letter.attempts(),
                    letter.exchange(),
                    letter.routingKey(),
                    letter.queue(),
                    letter.properties().messageId(),
                    letter.properties().type(),
                    stored.bodyBytes(),
                    body,
                    bodyBase64,
                    isCut ? true : null);
        }

        static Letter withoutBody(Stored stored) {
            return of(stored, null, null, false);
        }

        static Letter withBody(Stored stored) {
            var body = stored.letter().body();
            var isCut = body.length < stored.bodyBytes();
            var text = text(body, isCut);
            return text == null ? of(stored, null, body, isCut) : of(stored, text, null, isCut);
        }

        /** Null if it is not UTF-8. */
        private static @Nullable String text(byte[] body, boolean isCut) {
            var text = CharBuffer.allocate(body.length);
            // A cut character at the end is left out.
            var result = StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(body), text, !isCut);
            return result.isError() ? null : text.flip().toString();
        }
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
     * What became of the letters of a call.
     *
     * @param failed how many were tried and stayed
     * @param reasons of at most 100 of these, by their ids
     * @param remaining how many were not tried, for the time was over or the broker took none; call again
     */
    @JsonNaming(SnakeCaseStrategy.class)
    public record Replayed(long replayed, long failed, Map<Long, String> reasons, long remaining) {}

    /**
     * What was thrown away.
     *
     * @param discarded how many letters
     */
    public record Discarded(long discarded) {}

    @GET
    @Operation(summary = "What could not be processed, and why; newest first")
    public Page page(
            @BeanParam LetterParameters parameters,
            @QueryParam("replayed")
                    @DefaultValue("false")
                    @Schema(implementation = Boolean.class)
                    @Parameter(description = "Those that have been replayed, instead of those that have not")
                    String replayed,
            @QueryParam("limit")
                    @DefaultValue("100")
                    @Schema(implementation = Integer.class, minimum = "1", maximum = "1000")
                    String limit,
            @QueryParam("cursor") @Parameter(description = "The next of the page before") @Nullable String cursor)
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
    @Operation(summary = "One dead letter with its body")
    public Letter letter(@RestPath long id) throws SQLException {
        return letters.find(id).map(Letter::withBody).orElseThrow(() -> unknown(id));
    }

    @POST
    @Path("{id}/replay")
    @Operation(
            summary = "Sends one back to the queue that it came from, and to no other",
            description = "Answered once the broker has confirmed it. If it fails again, that is a new dead letter,"
                    + " whose replay_of is this one.")
    @APIResponse(
            responseCode = "200",
            description = "Replayed",
            content = @Content(schema = @Schema(implementation = ReplayedLetter.class)))
    @APIResponse(responseCode = "404", description = "There is no such dead letter")
    @APIResponse(
            responseCode = "409",
            description = "It was replayed before, or its queue is gone or not known; it stays as it is")
    @APIResponse(responseCode = "503", description = "The broker did not take it, and it stays; Retry-After")
    @APIResponse(responseCode = "400", description = "A parameter breaks its rule, or is unknown")
    public ReplayedLetter replay(
            @RestPath long id,
            @QueryParam("new_id")
                    @DefaultValue("false")
                    @Schema(implementation = Boolean.class)
                    @Parameter(description = "Gives its events new ids; of an id-conflict, which would fail again")
                    String newId)
            throws SQLException {
        var ids = new ArrayList<UUID>();
        var attempt = ParameterRules.flag("new_id", newId) ? replayRenewed(id, ids) : replayer.replay(id);
        var now = letters.find(id).orElseThrow(() -> unknown(id));
        if (attempt.isEmpty()) {
            throw ProblemException.conflict(
                    "The dead letter %d has been replayed, or is just being replayed".formatted(id));
        }
        var failure = attempt.get().failure();
        if (failure != null) {
            throw notReplayed(attempt.get(), failure);
        }
        return new ReplayedLetter(Letter.withoutBody(now), ids.isEmpty() ? null : ids);
    }

    private Optional<Attempt> replayRenewed(long id, List<UUID> ids) throws SQLException {
        var found = letters.find(id).orElseThrow(() -> unknown(id));
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
            summary = "Sends back all that match, oldest first, each to the queue that it came from",
            description = "Those that have not been replayed and are there when the call begins.")
    @APIResponse(responseCode = "200", content = @Content(schema = @Schema(implementation = Replayed.class)))
    @APIResponse(responseCode = "400", description = "A parameter breaks its rule, or is unknown")
    public Replayed replayAll(@BeanParam LetterParameters parameters) throws SQLException {
        var outcome = replayer.replayAll(parameters.filter());
        var reasons = new LinkedHashMap<Long, String>();
        outcome.failures().forEach(attempt -> reasons.put(attempt.letter().id(), reason(attempt)));
        return new Replayed(outcome.replayed(), outcome.failed(), reasons, outcome.remaining());
    }

    @DELETE
    @Path("{id}")
    @Operation(summary = "Throws one away")
    @APIResponse(responseCode = "204", description = "It is gone")
    @APIResponse(responseCode = "404", description = "There is no such dead letter")
    public void discard(@RestPath long id) throws SQLException {
        var kind = letters.delete(id).orElseThrow(() -> unknown(id));
        metrics.discarded(kind, 1);
    }

    @DELETE
    @Operation(summary = "Throws all away that match and have not been replayed")
    @APIResponse(responseCode = "200", content = @Content(schema = @Schema(implementation = Discarded.class)))
    @APIResponse(responseCode = "400", description = "A parameter breaks its rule, or is unknown")
    public Discarded discardAll(@BeanParam LetterParameters parameters) throws SQLException {
        var discarded = letters.deleteOpen(parameters.filter());
        discarded.forEach(metrics::discarded);
        return new Discarded(
                discarded.values().stream().mapToLong(Long::longValue).sum());
    }

    private static ProblemException notReplayed(Attempt attempt, Throwable failure) {
        var detail = "The dead letter %d stays: %s".formatted(attempt.letter().id(), reason(attempt));
        return Replayer.isAboutTheLetter(failure)
                ? ProblemException.conflict(detail)
                : ProblemException.unavailable(detail);
    }

    private static String reason(Attempt attempt) {
        var failure = attempt.failure();
        if (failure instanceof PublishException e && e.reason() == Reason.UNROUTABLE) {
            return "there is no queue " + attempt.letter().letter().queue();
        }
        return failure == null ? "" : String.valueOf(failure.getMessage());
    }

    private static ProblemException unknown(long id) {
        return ProblemException.notFound("There is no dead letter " + id);
    }

    private static long id(String cursor) {
        if (!cursor.matches("\\d{1,18}")) {
            throw new InvalidParameterException("cursor", "must be the next of an earlier page");
        }
        return Long.parseLong(cursor);
    }
}
