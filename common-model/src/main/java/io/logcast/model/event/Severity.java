package io.logcast.model.event;

import static java.util.stream.Collectors.toUnmodifiableMap;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * Severity of a log event, with the short names and numbers (1 to 24) of the
 * <a href="https://opentelemetry.io/docs/specs/otel/logs/data-model/#field-severitynumber">OpenTelemetry logs data
 * model</a>.
 */
public enum Severity {
    TRACE,
    TRACE2,
    TRACE3,
    TRACE4,
    DEBUG,
    DEBUG2,
    DEBUG3,
    DEBUG4,
    INFO,
    INFO2,
    INFO3,
    INFO4,
    WARN,
    WARN2,
    WARN3,
    WARN4,
    ERROR,
    ERROR2,
    ERROR3,
    ERROR4,
    FATAL,
    FATAL2,
    FATAL3,
    FATAL4;

    private static final int STEPS_PER_RANGE = 4;
    private static final List<Severity> ALL = List.of(values());
    private static final Map<String, Severity> BY_NAME =
            ALL.stream().collect(toUnmodifiableMap(Enum::name, severity -> severity));

    private final String range = name().replaceAll("\\d", "").toLowerCase(Locale.ROOT);

    /** OpenTelemetry's SeverityNumber, 1 (TRACE) to 24 (FATAL4). */
    public int number() {
        return ordinal() + 1;
    }

    /** The last word of the routing key: {@code trace debug info warn error fatal}; ERROR2 is {@code error}. */
    public String range() {
        return range;
    }

    /** The lowest severity of this one's range: ERROR for ERROR3. */
    public Severity rangeStart() {
        return ALL.get(ordinal() / STEPS_PER_RANGE * STEPS_PER_RANGE);
    }

    /** The severity with this name, in upper or lower case. */
    public static Optional<Severity> named(String name) {
        return Optional.ofNullable(BY_NAME.get(name.toUpperCase(Locale.ROOT)));
    }

    /** The severity with this number, 1 to 24. */
    public static Optional<Severity> numbered(long number) {
        return number >= 1 && number <= ALL.size() ? Optional.of(ALL.get((int) number - 1)) : Optional.empty();
    }
}
