package io.logcast.consumer.deadletters;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.databind.PropertyNamingStrategies.SnakeCaseStrategy;
import com.fasterxml.jackson.databind.annotation.JsonNaming;
import io.logcast.consumer.deadletters.DeadLetterTable.Stored;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A dead letter, as callers see it.
 *
 * @param kind the reason in one word, such as {@code id-conflict}
 * @param attempts how often it was delivered
 * @param replayedAt when it was sent back to its queue
 * @param replayOf the earlier letter, if this is a message that was replayed and failed again
 * @param bodyBytes the body's length
 * @param body the body, if it is UTF-8 and this is the only letter that is shown
 * @param bodyBase64 the body, if it is not UTF-8 and this is the only letter that is shown
 * @param bodyTruncated true if only the beginning of a large body is shown
 */
@JsonNaming(SnakeCaseStrategy.class)
@JsonInclude(JsonInclude.Include.NON_NULL)
record Letter(
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
