package io.logcast.model.fields;

import static io.logcast.model.event.Severity.DEBUG;
import static io.logcast.model.event.Severity.DEBUG2;
import static io.logcast.model.event.Severity.DEBUG3;
import static io.logcast.model.event.Severity.ERROR;
import static io.logcast.model.event.Severity.ERROR2;
import static io.logcast.model.event.Severity.ERROR3;
import static io.logcast.model.event.Severity.FATAL;
import static io.logcast.model.event.Severity.INFO;
import static io.logcast.model.event.Severity.INFO2;
import static io.logcast.model.event.Severity.TRACE;
import static io.logcast.model.event.Severity.WARN;

import io.logcast.model.event.Severity;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The names and numbers that loggers use for severities, besides OpenTelemetry's own names. The names come from <a
 * href="https://opentelemetry.io/docs/specs/otel/logs/data-model-appendix/#appendix-b-severitynumber-example-mappings">
 * OpenTelemetry's example mappings</a> and Winston, the numbers from OpenTelemetry, pino, Bunyan and syslog.
 */
public final class SeverityNames {

    static final String JOURNAL_PRIORITY = "PRIORITY";

    private static final Map<String, Severity> NAMES = names();
    private static final Set<String> OPENTELEMETRY_FIELDS = Set.of("severity", "severity_number");

    /** The severities of pino and Bunyan: {@code 10, 20, ... 60}. */
    private static final List<Severity> BY_TENS = List.of(TRACE, DEBUG, INFO, WARN, ERROR, FATAL);

    /** The severities of syslog (RFC 5424): {@code 0} to {@code 7}. */
    private static final List<Severity> OF_SYSLOG = List.of(FATAL, ERROR3, ERROR2, ERROR, WARN, INFO2, INFO, DEBUG);

    private static final int MAX_DIGITS = 4;

    private SeverityNames() {}

    private static Map<String, Severity> names() {
        var names = new LinkedHashMap<String, Severity>();
        names.put("finest", TRACE);
        names.put("silly", TRACE);
        names.put("finer", DEBUG);
        names.put("verbose", DEBUG);
        names.put("fine", DEBUG2);
        names.put("config", DEBUG3);
        names.put("information", INFO);
        names.put("informational", INFO);
        names.put("http", INFO);
        names.put("notice", INFO2);
        names.put("warning", WARN);
        names.put("err", ERROR);
        names.put("severe", ERROR);
        names.put("crit", ERROR2);
        names.put("critical", ERROR2);
        names.put("dpanic", ERROR2);
        names.put("alert", ERROR3);
        names.put("panic", ERROR3);
        names.put("emerg", FATAL);
        names.put("emergency", FATAL);
        return Collections.unmodifiableMap(names);
    }

    /** The names in lower case, from the lowest severity to the highest. */
    public static Map<String, Severity> all() {
        return NAMES;
    }

    /** The severity with this name, in any case, or OpenTelemetry's with this number; null if it is neither. */
    public static @Nullable Severity of(String text) {
        return of("severity", text, false);
    }

    /**
     * The severity that a field's value stands for.
     *
     * @param field the field's name; under another name the same number may mean another severity
     * @param isGelf whether the event is in Graylog's format, whose numbers are syslog's
     * @return null if the value is not a severity
     */
    public static @Nullable Severity of(String field, @Nullable Object value, boolean isGelf) {
        if (value instanceof String text) {
            var name = text.strip();
            return isNumber(name) ? numbered(field, Long.parseLong(name), isGelf) : named(name);
        }
        if (value instanceof Double number && number == Math.rint(number)) {
            return numbered(field, number.longValue(), isGelf);
        }
        return value instanceof Long number ? numbered(field, number, isGelf) : null;
    }

    private static @Nullable Severity named(String name) {
        return Severity.named(name).orElseGet(() -> NAMES.get(name.toLowerCase(Locale.ROOT)));
    }

    private static @Nullable Severity numbered(String field, long number, boolean isGelf) {
        if (OPENTELEMETRY_FIELDS.contains(field)) {
            return Severity.numbered(number).orElse(null);
        }
        if ((isGelf || field.equals(JOURNAL_PRIORITY)) && number >= 0 && number < OF_SYSLOG.size()) {
            return OF_SYSLOG.get((int) number);
        }
        return number % 10 == 0 && number >= 10 && number <= 10 * BY_TENS.size()
                ? BY_TENS.get((int) number / 10 - 1)
                : null;
    }

    private static boolean isNumber(String text) {
        return !text.isEmpty() && text.length() <= MAX_DIGITS && text.chars().allMatch(c -> c >= '0' && c <= '9');
    }
}
