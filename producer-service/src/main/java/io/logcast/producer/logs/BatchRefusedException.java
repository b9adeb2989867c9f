package io.logcast.producer.logs;

import io.logcast.producer.requests.RefusedException;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** A request of many events that is answered with an error's status and the outcome of each event. */
final class BatchRefusedException extends RefusedException {

    private static final long serialVersionUID = 1L;

    private final transient BatchAnswer answer;

    /** For a request of which nothing was accepted. */
    BatchRefusedException(BatchAnswer answer) {
        super(answer.status(), detail(answer.decisive()));
        this.answer = answer;
    }

    private static String detail(BatchAnswer.Refusal error) {
        var field = error.field() == null ? "" : error.field() + ": ";
        return "Nothing was accepted. Line %d: %s%s".formatted(error.line(), field, error.reason());
    }

    /** The same members as in an answer to a request of which some events were accepted. */
    @Override
    protected Map<String, ?> members() {
        var members = new LinkedHashMap<String, Object>();
        members.put("lines", answer.lines());
        members.put("accepted", answer.accepted());
        members.put("not_accepted", answer.notAccepted());
        members.put("settled_to", answer.settledTo());
        members.put(
                "ids", answer.ids().stream().map(BatchRefusedException::text).toList());
        members.put(
                "errors",
                answer.errors().stream().map(BatchRefusedException::members).toList());
        return members;
    }

    private static @Nullable String text(@Nullable UUID id) {
        return id == null ? null : id.toString();
    }

    private static Map<String, Object> members(BatchAnswer.Refusal error) {
        var members = new LinkedHashMap<String, Object>();
        members.put("line", error.line());
        members.put("outcome", error.outcome().name().toLowerCase(Locale.ROOT));
        members.put("status", error.status());
        if (error.field() != null) {
            members.put("field", error.field());
        }
        members.put("reason", error.reason());
        return members;
    }
}
