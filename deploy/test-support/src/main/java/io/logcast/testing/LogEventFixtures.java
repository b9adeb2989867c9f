package io.logcast.testing;

import io.logcast.model.event.LogEvent;
import io.logcast.model.event.Severity;
import io.logcast.model.wire.LogEventWriter;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Log events as the producer publishes them. */
public final class LogEventFixtures {

    private LogEventFixtures() {}

    public static LogEvent event() {
        return event("hello");
    }

    public static LogEvent event(String message) {
        return observedAt(Instant.now(), message);
    }

    public static LogEvent observedAt(Instant observed, String message) {
        return new LogEvent(UUID.randomUUID(), null, observed, Severity.INFO, "unknown", message, Map.of(), null, null);
    }

    /** The event as the producer publishes it when its client has sent it again. */
    public static LogEvent sentAgain(LogEvent event, Instant observed) {
        return new LogEvent(
                event.id(),
                event.timestamp(),
                observed,
                event.severity(),
                event.source(),
                event.message(),
                event.attributes(),
                event.traceId(),
                event.spanId());
    }

    /** An event with every field, times to the nanosecond, and attributes of all types. */
    public static LogEvent fullEvent() {
        Map<String, @Nullable Object> attributes = new LinkedHashMap<>();
        attributes.put("tenant", "acme \"quoted\" Grüße 🎉");
        attributes.put("order", 9_007_199_254_740_993L);
        attributes.put("whole double", 1.0);
        attributes.put("large double", 1e20);
        attributes.put("largest double", Double.MAX_VALUE);
        attributes.put("smallest double", Double.MIN_VALUE);
        attributes.put("negative zero", -0.0);
        attributes.put("paid", false);
        attributes.put("nothing", null);
        attributes.put("list", Arrays.asList("a", 1L, 0.5, true, null, List.of(), Map.of()));
        attributes.put("map", Map.of("nested", Map.of("deeper", List.of(1L, 2L))));
        return new LogEvent(
                UUID.randomUUID(),
                Instant.parse("2026-01-31T23:59:59.123456789Z"),
                Instant.parse("2026-02-01T00:00:00.000000001Z"),
                Severity.ERROR2,
                "payments.api",
                "card declined\nfor the second time",
                attributes,
                "4bf92f3577b34da6a3ce929d0e0e4736",
                "00f067aa0ba902b7");
    }

    public static String json(LogEvent event) {
        return new String(LogEventWriter.json(event), StandardCharsets.UTF_8);
    }
}
