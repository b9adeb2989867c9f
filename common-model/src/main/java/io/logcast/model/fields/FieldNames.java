package io.logcast.model.fields;

import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The names that each field of a log event goes by. The first one with a usable value wins, and the others stay
 * attributes. Names are compared without case; a name with a dot is found nested too: {@code log.level} is also
 * {@code {"log":{"level":...}}}.
 */
public enum FieldNames {
    MESSAGE("message", "msg", "short_message", "@m", "body", "log", "text", "event", "@mt"),
    SEVERITY(
            "severity",
            "level",
            "log.level",
            "@l",
            "severity_text",
            "severity_number",
            "lvl",
            "loglevel",
            SeverityNames.JOURNAL_PRIORITY),
    SOURCE("source", "service.name", "service", "app", "SYSLOG_IDENTIFIER"),
    /** For an event that has no source of its own and gets none from its request. */
    SOURCE_HOST("host", "hostname"),
    TIMESTAMP("timestamp", "time", "@timestamp", "@t", "ts"),
    TRACE_ID("trace_id", "traceId", "trace.id"),
    SPAN_ID("span_id", "spanId", "span.id"),
    /** Both ids in one text, as in W3C Trace Context. */
    TRACE_PARENT("traceparent"),
    ID("id"),
    ATTRIBUTES("attributes");

    private final List<Name> all;

    FieldNames(String... names) {
        this.all = Stream.of(names).map(Name::of).toList();
    }

    /** The names in their order. */
    public List<String> names() {
        return all.stream().map(Name::text).toList();
    }

    List<Name> all() {
        return all;
    }

    /**
     * One name.
     *
     * @param key in lower case
     * @param outer the part before its dot, in lower case; null if it has no dot
     * @param inner the part after its dot
     */
    record Name(String text, String key, @Nullable String outer, String inner) {

        private static Name of(String text) {
            var key = text.toLowerCase(Locale.ROOT);
            var dot = key.indexOf('.');
            return new Name(text, key, dot < 0 ? null : key.substring(0, dot), key.substring(dot + 1));
        }

        boolean is(String other) {
            return text.equals(other);
        }
    }
}
