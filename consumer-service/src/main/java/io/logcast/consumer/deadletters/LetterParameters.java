package io.logcast.consumer.deadletters;

import static java.util.stream.Collectors.joining;

import io.logcast.consumer.http.InvalidParameterException;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.UriInfo;
import java.util.Arrays;
import java.util.Set;
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

    @Context
    @SuppressWarnings("NullAway.Init")
    UriInfo uri;

    /**
     * The filter.
     *
     * @param others names of parameters that are not the filter's
     * @throws InvalidParameterException if one breaks its rule, is there twice, or is unknown: a filter with a typing
     *     error must not stand for all letters
     */
    LetterFilter filter(String... others) {
        uri.getQueryParameters().forEach((name, values) -> {
            if (!name.equals(KIND) && !name.equals(QUEUE) && !Set.of(others).contains(name)) {
                throw new InvalidParameterException(name, "is no parameter of this call");
            }
            if (values.size() > 1) {
                throw new InvalidParameterException(name, "must be there once");
            }
        });
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
