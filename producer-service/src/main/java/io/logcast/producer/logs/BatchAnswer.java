package io.logcast.producer.logs;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import io.quarkus.runtime.annotations.RegisterForReflection;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * What became of the lines, or events, of a request.
 *
 * @param lines how many were read, counted from 1
 * @param accepted how many the broker has confirmed
 * @param notAccepted how many were not accepted
 * @param settledTo how far the answer is complete: of the lines up to this one, those that may be sent again are in the
 *     errors, and the others are accepted, blank, or refused for good. All later lines are to be sent again
 * @param ids of the first 10,000 lines, in order; null for one that is blank or was not accepted
 * @param errors at most 1,000 refusals, sorted by line; if there are more, invalid lines are left out first, and then the
 *     last of those that were not stored
 */
@RegisterForReflection
public record BatchAnswer(
        long lines,
        long accepted,
        @JsonProperty("not_accepted") long notAccepted,
        @JsonProperty("settled_to") long settledTo,
        List<@Nullable UUID> ids,
        List<Refusal> errors) {

    /** Whether the event can be sent again as it is. */
    public enum Outcome {
        @JsonProperty("invalid")
        INVALID,
        @JsonProperty("retry")
        RETRY
    }

    /**
     * A line that was not accepted.
     *
     * @param status the HTTP status that a request of this line alone would have had
     * @param field the field that breaks its rule, if a field does
     */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    public record Refusal(
            long line,
            Outcome outcome,
            int status,
            @Nullable String field,
            String reason) {}

    private static final int ACCEPTED = 202;
    private static final int MULTI_STATUS = 207;

    /** The matching HTTP status: a success only if something was accepted, or the request had no events. */
    int status() {
        if (allAccepted()) {
            return ACCEPTED;
        }
        return accepted > 0 ? MULTI_STATUS : decisive().status();
    }

    /** The error that decides what the client has to do when nothing was accepted. */
    Refusal decisive() {
        return errors.stream()
                .filter(error -> error.outcome() == Outcome.RETRY)
                .findFirst()
                .orElseGet(() -> errors.get(0));
    }

    /** Whether the broker has confirmed all events. */
    public boolean allAccepted() {
        return notAccepted == 0;
    }
}
