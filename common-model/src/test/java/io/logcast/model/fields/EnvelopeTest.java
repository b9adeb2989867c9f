package io.logcast.model.fields;

import static io.logcast.model.LogEventFixtures.ID;
import static io.logcast.model.LogEventFixtures.OBSERVED;
import static org.assertj.core.api.Assertions.assertThat;

import io.logcast.model.event.LogEvent;
import io.logcast.model.event.Severity;
import io.logcast.model.wire.LogEventReader.Defaults;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class EnvelopeTest {

    private static final String OTHER_ID = "0198f0c4-7d1e-7a50-8f0a-000000000000";
    private static final Instant TIME = Instant.parse("2026-01-31T23:59:59Z");

    private static final Defaults DEFAULTS = new Defaults() {
        @Override
        public UUID id(String source) {
            return ID;
        }

        @Override
        public Instant observedTimestamp() {
            return OBSERVED;
        }
    };

    @Test
    void comesBeforeTheIdAndTimeOfTheEvent() {
        // When
        var event = read(
                "{'id':'%s','time':'2020-01-01T00:00:00Z','msg':'a'}".formatted(OTHER_ID),
                new Envelope(ID, TIME, Map.of(), Map.of()));
        // Then
        assertThat(event.id()).isEqualTo(ID);
        assertThat(event.timestamp()).isEqualTo(TIME);
        assertThat(event.attributes()).isEqualTo(Map.of("id", OTHER_ID, "time", "2020-01-01T00:00:00Z"));
    }

    @Test
    void saysTheSameTimeOnce() {
        assertThat(read("{'@timestamp':1769903999,'msg':'a'}", new Envelope(null, TIME, Map.of(), Map.of()))
                        .attributes())
                .isEmpty();
    }

    @Test
    void hasFieldsBehindThoseOfTheEvent() {
        // Given
        var fields = new LinkedHashMap<String, Object>();
        fields.put("severity", "warn");
        fields.put("service", "payments");
        fields.put("message", "of the envelope");
        fields.put("order", 4711L);
        // When
        var event = read("{'severity':'error','message':'own','order':1}", new Envelope(null, null, fields, Map.of()));
        // Then
        assertThat(event.severity()).isEqualTo(Severity.ERROR);
        assertThat(event.source()).isEqualTo("payments");
        assertThat(event.message()).isEqualTo("own");
        assertThat(event.attributes())
                .isEqualTo(
                        Map.of("severity", "warn", "message", "of the envelope", "order", 1L, "order.original", 4711L));
    }

    @Test
    void hasAttributesThatStaySuch() {
        // Given
        var labels = new LinkedHashMap<String, Object>();
        labels.put("id", OTHER_ID);
        labels.put("severity", "error");
        labels.put("env", "prod");
        // When
        var event = LenientReader.read(
                "a line", DEFAULTS, new Envelope(null, null, new LinkedHashMap<>(Map.of("env", "test")), labels));
        // Then
        assertThat(event.id()).isEqualTo(ID);
        assertThat(event.message()).isEqualTo("a line");
        assertThat(event.severity()).isEqualTo(Severity.INFO);
        assertThat(event.attributes())
                .isEqualTo(Map.of("id", OTHER_ID, "severity", "error", "env", "test", "env.original", "prod"));
    }

    private static LogEvent read(String json, Envelope envelope) {
        var bytes = json.replace('\'', '"').getBytes(StandardCharsets.UTF_8);
        return LenientReader.read(bytes, 0, bytes.length, DEFAULTS, envelope);
    }
}
