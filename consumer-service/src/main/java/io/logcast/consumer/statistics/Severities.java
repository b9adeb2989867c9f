package io.logcast.consumer.statistics;

import io.logcast.model.event.Severity;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.Map;

/** Turns counts by the 24 severity numbers into counts by their six ranges. */
final class Severities {

    private Severities() {}

    /** From {@code TRACE} to {@code FATAL}, without ranges that have no events. */
    static Map<String, Long> ranges(Map<String, Long> numbers) {
        var ranges = new EnumMap<Severity, Long>(Severity.class);
        numbers.forEach((number, events) -> Severity.numbered(Long.parseLong(number))
                .ifPresent(severity -> ranges.merge(severity.rangeStart(), events, Long::sum)));
        var named = new LinkedHashMap<String, Long>();
        ranges.forEach((severity, events) -> named.put(severity.name(), events));
        return named;
    }
}
