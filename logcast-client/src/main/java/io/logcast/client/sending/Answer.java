package io.logcast.client.sending;

import io.logcast.client.json.JsonText;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The producer's answer to a request with lines.
 *
 * @param settledTo lines after this one have to be sent again
 * @param errors the errors of lines, which are counted from 1
 */
record Answer(int settledTo, List<LineError> errors) {

    /** Faults of the key or of the path, not of the line. */
    private static final Set<Integer> CORRECTABLE = Set.of(401, 403, 404);

    /** @param retry whether the line has to be sent again; otherwise it is refused for good */
    record LineError(int line, boolean retry, int status, String reason) {}

    Answer {
        errors = List.copyOf(errors);
    }

    /**
     * Empty if the body does not say what became of these lines: then another server answered, or the whole request
     * failed.
     */
    static Optional<Answer> of(Optional<Map<String, @Nullable Object>> body, int lines) {
        return body.filter(members -> whole(members.get("lines"), 0, lines).isPresent())
                .filter(members -> members.get("errors") instanceof List)
                .flatMap(members -> whole(members.get("settled_to"), 0, lines)
                        .flatMap(settledTo ->
                                errors(members.get("errors"), lines).map(errors -> new Answer(settledTo, errors))));
    }

    /** The text of a problem detail (RFC 9457), for people. */
    static String detail(Optional<Map<String, @Nullable Object>> body) {
        return body.map(members -> members.getOrDefault("detail", members.get("title")))
                .map(text -> ": " + text)
                .orElse("");
    }

    static Optional<Map<String, @Nullable Object>> members(String body) {
        return JsonText.object(body);
    }

    private static Optional<List<LineError>> errors(@Nullable Object value, int lines) {
        if (!(value instanceof List<?> elements)) {
            return Optional.empty();
        }
        var errors = new ArrayList<LineError>();
        for (var element : elements) {
            var line =
                    element instanceof Map<?, ?> error ? whole(error.get("line"), 1, lines) : Optional.<Integer>empty();
            if (line.isEmpty()) {
                return Optional.empty();
            }
            errors.add(error(line.get(), (Map<?, ?>) element));
        }
        return Optional.of(errors);
    }

    private static LineError error(int line, Map<?, ?> error) {
        var status = whole(error.get("status"), 100, 999).orElse(0);
        var field = error.get("field") == null ? "" : error.get("field") + ": ";
        return new LineError(
                line,
                // A later producer may have other outcomes; sending again loses nothing.
                !"invalid".equals(error.get("outcome")) || CORRECTABLE.contains(status),
                status,
                field + error.get("reason"));
    }

    private static Optional<Integer> whole(@Nullable Object value, int min, int max) {
        return value instanceof Double number && number >= min && number <= max
                ? Optional.of(number.intValue())
                : Optional.empty();
    }
}
