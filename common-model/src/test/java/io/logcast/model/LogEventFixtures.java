package io.logcast.model;

import io.logcast.model.event.LogEvent;
import io.logcast.model.event.Severity;
import java.time.Instant;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.NullMarked;
import org.jspecify.annotations.Nullable;

/** A valid event, of which a test changes what it is about. */
@NullMarked
public final class LogEventFixtures {

    public static final UUID ID = UUID.fromString("0198f0c4-7d1e-7a50-8f0a-3b5c2d1e4f60");
    public static final Instant OBSERVED = Instant.parse("2026-01-31T23:59:59.123456789Z");

    private UUID id = ID;
    private @Nullable Instant timestamp;
    private Instant observedTimestamp = OBSERVED;
    private Severity severity = Severity.INFO;
    private String source = "payments.api";
    private String message = "Hello World!";
    private Map<String, @Nullable Object> attributes = Map.of();
    private @Nullable String traceId;
    private @Nullable String spanId;

    private LogEventFixtures() {}

    public static LogEventFixtures anEvent() {
        return new LogEventFixtures();
    }

    public static LogEvent event() {
        return anEvent().build();
    }

    /** An event with every field, and attributes of every type. */
    public static LogEventFixtures aFullEvent() {
        Map<String, @Nullable Object> attributes = new LinkedHashMap<>();
        attributes.put("tenant", "acme");
        attributes.put("env", "prod");
        attributes.put("retry", true);
        attributes.put("largest", Long.MAX_VALUE);
        attributes.put("ratio", 0.25);
        attributes.put("large", 2.0E23);
        attributes.put("nothing", null);
        attributes.put("list", Arrays.asList("a", 1L, null, Map.of("deep", -1.5)));
        attributes.put("größe 😀", Map.of("unit", "m²"));
        return anEvent()
                .timestamp(Instant.parse("2026-01-31T23:59:00Z"))
                .severity(Severity.ERROR2)
                .message("Tab\t, quote \", back\\slash, line\nbreak, \u0001, é, €, 😀")
                .attributes(attributes)
                .traceId("4bf92f3577b34da6a3ce929d0e0e4736")
                .spanId("00f067aa0ba902b7");
    }

    public LogEventFixtures id(UUID id) {
        this.id = id;
        return this;
    }

    public LogEventFixtures timestamp(@Nullable Instant timestamp) {
        this.timestamp = timestamp;
        return this;
    }

    public LogEventFixtures observedTimestamp(Instant observedTimestamp) {
        this.observedTimestamp = observedTimestamp;
        return this;
    }

    public LogEventFixtures severity(Severity severity) {
        this.severity = severity;
        return this;
    }

    public LogEventFixtures source(String source) {
        this.source = source;
        return this;
    }

    public LogEventFixtures message(String message) {
        this.message = message;
        return this;
    }

    public LogEventFixtures attributes(Map<String, @Nullable Object> attributes) {
        this.attributes = attributes;
        return this;
    }

    public LogEventFixtures attribute(String name, @Nullable Object value) {
        Map<String, @Nullable Object> more = new LinkedHashMap<>(attributes);
        more.put(name, value);
        return attributes(more);
    }

    public LogEventFixtures traceId(@Nullable String traceId) {
        this.traceId = traceId;
        return this;
    }

    public LogEventFixtures spanId(@Nullable String spanId) {
        this.spanId = spanId;
        return this;
    }

    public LogEvent build() {
        return new LogEvent(id, timestamp, observedTimestamp, severity, source, message, attributes, traceId, spanId);
    }
}
