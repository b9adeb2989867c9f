package io.logcast.model.fields;

import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** The ids in a {@code traceparent} of <a href="https://www.w3.org/TR/trace-context/">W3C Trace Context</a>. */
public record TraceParent(String traceId, String spanId) {

    // Version, trace id, span id, flags; later versions may have more.
    private static final Pattern FORM = Pattern.compile("[0-9a-f]{2}-([0-9a-f]{32})-([0-9a-f]{16})-[0-9a-f]{2}.*");

    /** Empty if it is not a traceparent, or an id is all zero. */
    public static Optional<TraceParent> of(String text) {
        var match = FORM.matcher(text);
        return match.matches() && !isZero(match.group(1)) && !isZero(match.group(2))
                ? Optional.of(new TraceParent(match.group(1), match.group(2)))
                : Optional.empty();
    }

    /** The trace id of an event with this traceparent: its own trace id if it has one. */
    String traceIdOf(@Nullable String ownTraceId) {
        return ownTraceId == null ? traceId : ownTraceId;
    }

    /** The event's span id: its own if it has one; otherwise this one; null if the event is of another trace. */
    @Nullable
    String spanIdOf(@Nullable String ownTraceId, @Nullable String ownSpanId) {
        if (ownSpanId != null) {
            return ownSpanId;
        }
        return traceIdOf(ownTraceId).equalsIgnoreCase(traceId) ? spanId : null;
    }

    private static boolean isZero(String hex) {
        return hex.chars().allMatch(digit -> digit == '0');
    }
}
