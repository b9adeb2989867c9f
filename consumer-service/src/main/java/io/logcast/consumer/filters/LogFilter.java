package io.logcast.consumer.filters;

import io.logcast.consumer.filters.query.AttributeFilter;
import io.logcast.consumer.filters.query.Query;
import io.logcast.consumer.filters.query.QueryMatcher;
import io.logcast.model.event.LogEvent;
import io.logcast.model.event.Severity;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Selects events; all given conditions have to hold.
 *
 * @param severity the lowest severity
 * @param source the source; with a dot at its end, a prefix of it
 * @param query a query in the query language
 * @param from the first time
 * @param to the end of the times, not included
 * @param time the time that is compared with these
 */
public record LogFilter(
        @Nullable Severity severity,
        @Nullable String source,
        @Nullable Query query,
        List<AttributeFilter> attributes,
        @Nullable String traceId,
        @Nullable Instant from,
        @Nullable Instant to,
        EventTime time) {

    /** Compares the observed timestamp. */
    public LogFilter(
            @Nullable Severity severity,
            @Nullable String source,
            @Nullable Query query,
            List<AttributeFilter> attributes,
            @Nullable String traceId,
            @Nullable Instant from,
            @Nullable Instant to) {
        this(severity, source, query, attributes, traceId, from, to, EventTime.OBSERVED);
    }

    /** Every event. */
    public static final LogFilter ALL = new LogFilter(null, null, null, List.of(), null, null, null);

    /** The events of one source. */
    public static LogFilter ofSource(String source) {
        return new LogFilter(null, source, null, List.of(), null, null, null);
    }

    /** The events of one trace. */
    public static LogFilter ofTrace(String traceId) {
        return new LogFilter(null, null, null, List.of(), traceId, null, null);
    }

    /** The same filter with other times. */
    public LogFilter between(Instant from, Instant to) {
        return new LogFilter(severity, source, query, attributes, traceId, from, to, time);
    }

    /**
     * Whether the event matches.
     *
     * @param words supplies the words of the event's message; called only if needed, once for each term
     */
    public boolean matches(LogEvent event, Supplier<Set<String>> words) {
        return matchesSeverity(event)
                && matchesSource(event)
                && (traceId == null || traceId.equals(event.traceId()))
                && matchesTime(time.of(event))
                && attributes.stream().allMatch(attribute -> attribute.matches(event.attributes()))
                && (query == null || query.as(new QueryMatcher(event, words)));
    }

    private boolean matchesSeverity(LogEvent event) {
        return severity == null || event.severity().compareTo(severity) >= 0;
    }

    private boolean matchesSource(LogEvent event) {
        if (source == null) {
            return true;
        }
        return isSourcePrefix()
                ? event.source().startsWith(source)
                : event.source().equals(source);
    }

    private boolean matchesTime(Instant instant) {
        return (from == null || !instant.isBefore(from)) && (to == null || instant.isBefore(to));
    }

    /** Whether the source is a family of sources, such as {@code payments.}. */
    public boolean isSourcePrefix() {
        return source != null && source.endsWith(".");
    }
}
