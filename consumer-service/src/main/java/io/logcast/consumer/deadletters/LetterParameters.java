package io.logcast.consumer.deadletters;

import static java.util.stream.Collectors.joining;

import io.logcast.http.parameters.InvalidParameterException;
import jakarta.ws.rs.QueryParam;
import java.util.Arrays;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.jspecify.annotations.Nullable;

/** The query parameters of a filter of dead letters. */
class LetterParameters {

    private static final String KIND = "kind";
    private static final String QUEUE = "queue";
    // AMQP's limit of a queue's name.
    private static final int MAX_QUEUE_LENGTH = 255;

    @QueryParam(KIND)
    @Parameter(description = "The kind of the reason, such as id-conflict")
    @Nullable
    String kind;

    @QueryParam(QUEUE)
    @Parameter(description = "The queue that they come from")
    @Nullable
    String queue;

    /** @throws InvalidParameterException if one breaks its rule */
    LetterFilter filter() {
        return new LetterFilter(kind == null ? null : kind(kind), queue == null ? null : queue(queue));
    }

    private static Kind kind(String word) {
        return Kind.named(word)
                .orElseThrow(() -> new InvalidParameterException(
                        KIND,
                        "must be one of "
                                + Arrays.stream(Kind.values()).map(Kind::word).collect(joining(" "))));
    }

    private static String queue(String name) {
        if (name.length() > MAX_QUEUE_LENGTH || name.indexOf('\0') >= 0) {
            throw new InvalidParameterException(
                    QUEUE, "must have at most " + MAX_QUEUE_LENGTH + " characters, and no NUL");
        }
        return name;
    }
}
