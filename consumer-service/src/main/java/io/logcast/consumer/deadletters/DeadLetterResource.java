package io.logcast.consumer.deadletters;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.databind.PropertyNamingStrategies.SnakeCaseStrategy;
import com.fasterxml.jackson.databind.annotation.JsonNaming;
import io.logcast.consumer.deadletters.DeadLetters.Stored;
import io.logcast.consumer.http.InvalidParameterException;
import io.logcast.consumer.http.PageLimit;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.NotFoundException;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.jboss.resteasy.reactive.RestPath;
import org.jspecify.annotations.Nullable;

/** {@code GET /api/v1/dead-letters}: what could not be processed, and why. */
@Path("/api/v1/dead-letters")
@Produces(MediaType.APPLICATION_JSON)
public class DeadLetterResource {

    private final DeadLetters letters;

    DeadLetterResource(DeadLetters letters) {
        this.letters = letters;
    }

    /**
     * A page of dead letters.
     *
     * @param deadLetters newest first, without their bodies
     * @param next the cursor of the next page; none at the end
     */
    @JsonNaming(SnakeCaseStrategy.class)
    @JsonInclude(JsonInclude.Include.NON_NULL)
    public record Page(List<Letter> deadLetters, @Nullable String next) {}

    /**
     * A dead letter.
     *
     * @param attempts how often it was delivered
     * @param bodyBytes the body's length
     * @param body the body, if it is UTF-8 and this is the only letter that is shown
     * @param bodyBase64 the body otherwise
     */
    @JsonNaming(SnakeCaseStrategy.class)
    @JsonInclude(JsonInclude.Include.NON_NULL)
    public record Letter(
            long id,
            Instant deadLetteredAt,
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
            byte @Nullable [] bodyBase64) {

        private static Letter of(Stored stored, @Nullable String body, byte @Nullable [] bodyBase64) {
            var letter = stored.letter();
            return new Letter(
                    stored.id(),
                    stored.at(),
                    letter.reason(),
                    letter.exception(),
                    letter.attempts(),
                    letter.exchange(),
                    letter.routingKey(),
                    letter.queue(),
                    letter.messageId(),
                    letter.type(),
                    letter.body().length,
                    body,
                    bodyBase64);
        }

        static Letter withoutBody(Stored stored) {
            return of(stored, null, null);
        }

        static Letter withBody(Stored stored) {
            var body = stored.letter().body();
            try {
                var text = StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(body));
                return of(stored, text.toString(), null);
            } catch (CharacterCodingException e) {
                return of(stored, null, body);
            }
        }
    }

    @GET
    @Operation(summary = "What could not be processed, and why; newest first")
    public Page page(
            @QueryParam("limit")
                    @DefaultValue("100")
                    @Schema(implementation = Integer.class, minimum = "1", maximum = "1000")
                    String limit,
            @QueryParam("cursor") @Parameter(description = "The next of the page before") @Nullable String cursor)
            throws SQLException {
        var size = PageLimit.of(limit);
        var found = letters.before(cursor == null ? Long.MAX_VALUE : id(cursor), size + 1);
        var page = found.subList(0, Math.min(size, found.size()));
        var next = found.size() > size ? Long.toString(page.get(size - 1).id()) : null;
        return new Page(page.stream().map(Letter::withoutBody).toList(), next);
    }

    @GET
    @Path("{id}")
    @Operation(summary = "One dead letter with its body")
    public Letter letter(@RestPath long id) throws SQLException {
        return letters.find(id)
                .map(Letter::withBody)
                .orElseThrow(() -> new NotFoundException("There is no dead letter " + id));
    }

    private static long id(String cursor) {
        if (!cursor.matches("\\d{1,18}")) {
            throw new InvalidParameterException("cursor", "must be the next of an earlier page");
        }
        return Long.parseLong(cursor);
    }
}
