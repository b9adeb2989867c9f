package io.logcast.model.wire;

import io.logcast.model.event.InvalidLogEventException;
import io.logcast.model.event.LogEvent;
import io.logcast.model.event.Severity;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The defaults of a request, for events that lack a field. Safe for use by many threads. */
public final class Fallbacks {

    /** No defaults but those of every event. */
    public static final Fallbacks NONE = new Fallbacks(null, null, Map.of());

    private static final String SOURCE = Field.SOURCE.toString();

    private final @Nullable String source;
    private final @Nullable Severity severity;
    private final Map<String, @Nullable Object> attributes;
    private final @Nullable String originalSource;

    /**
     * Makes the source legal; if that changes it, events that get it keep the original as the attribute {@code source}.
     *
     * @throws InvalidLogEventException if an event cannot have one of the attributes
     */
    public Fallbacks(@Nullable String source, @Nullable Severity severity, Map<String, @Nullable Object> attributes) {
        this.source = source == null ? null : LogEvent.sourceOf(source);
        this.severity = severity;
        this.attributes = LogEvent.checkedAttributes(attributes);
        this.originalSource = source == null || source.equals(this.source) ? null : source;
        LogEvent.checkedAttributes(addTo(Map.of(), true));
    }

    /** The source, made legal; null if the request has none. */
    public @Nullable String source() {
        return source;
    }

    /** The source, or {@link LogEvent#UNKNOWN_SOURCE}. */
    public String sourceOrUnknown() {
        return source == null ? LogEvent.UNKNOWN_SOURCE : source;
    }

    /** The severity, or INFO. */
    public Severity severity() {
        return severity == null ? Severity.INFO : severity;
    }

    /** The source as it was sent, which events that get it keep as an attribute; null if it was legal. */
    public @Nullable String originalSource() {
        return originalSource;
    }

    /** The attributes, without the original source. */
    public Map<String, @Nullable Object> attributes() {
        return attributes;
    }

    /**
     * An event's own attributes, and the defaults for those that it lacks.
     *
     * @param isSourceUsed whether the event has no source of its own
     */
    public Map<String, @Nullable Object> addTo(Map<String, @Nullable Object> own, boolean isSourceUsed) {
        var original = isSourceUsed ? originalSource : null;
        if (original == null && (own.isEmpty() || attributes.isEmpty())) {
            return own.isEmpty() ? attributes : own;
        }
        var all = new LinkedHashMap<String, @Nullable Object>(own);
        attributes.forEach((name, value) -> {
            if (!all.containsKey(name)) {
                all.put(name, value);
            }
        });
        if (original != null) {
            Originals.keep(all, SOURCE, original);
        }
        return Collections.unmodifiableMap(all);
    }
}
