package io.logcast.consumer.receipts;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonValue;
import com.fasterxml.jackson.databind.PropertyNamingStrategies.SnakeCaseStrategy;
import com.fasterxml.jackson.databind.annotation.JsonNaming;
import io.quarkus.runtime.annotations.RegisterForReflection;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Where an event is.
 *
 * @param deadLetters dead letters with the event's id, newest first; an archived event has some if another message with
 *     its id was dead-lettered
 */
@RegisterForReflection
@JsonNaming(SnakeCaseStrategy.class)
@JsonInclude(JsonInclude.Include.NON_EMPTY)
record Receipt(UUID id, State state, @Nullable Instant archivedAt, List<Letter> deadLetters) {

    /** Where the event is. */
    @RegisterForReflection
    enum State {
        ARCHIVED,
        /** It waits to be replayed or discarded. */
        DEAD_LETTERED,
        /** It may be on its way, or never have been sent, or have expired. */
        NOT_ARCHIVED;

        @JsonValue
        String word() {
            return name().toLowerCase(Locale.ROOT).replace('_', '-');
        }
    }

    /** A dead letter with the reason. */
    @RegisterForReflection
    @JsonNaming(SnakeCaseStrategy.class)
    @JsonInclude(JsonInclude.Include.NON_NULL)
    record Letter(
            long id,
            Instant deadLetteredAt,
            String kind,
            String reason,
            String queue,
            @Nullable Instant replayedAt) {}

    static Receipt of(UUID id, @Nullable Instant archivedAt, List<Letter> letters) {
        if (archivedAt != null) {
            return new Receipt(id, State.ARCHIVED, archivedAt, letters);
        }
        var waits = letters.stream().anyMatch(letter -> letter.replayedAt() == null);
        return new Receipt(id, waits ? State.DEAD_LETTERED : State.NOT_ARCHIVED, null, letters);
    }
}
