package io.logcast.consumer.statistics;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.logcast.consumer.InMemoryChannels;
import io.logcast.model.event.LogEvent;
import io.logcast.model.event.Severity;
import io.logcast.testing.DatabaseTestResource;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;

@QuarkusTest
@WithTestResource(InMemoryChannels.class)
@WithTestResource(DatabaseTestResource.class)
class SourcesTest extends CountedEvents {

    @Test
    void sourcesHaveTheirRateErrorsAndLastEvent() throws Exception {
        // Given
        var now = Instant.now();
        events.insertIfAbsent(List.of(
                of("new", Severity.INFO, now.minusSeconds(30)),
                of("new", Severity.FATAL, now.minusSeconds(90)),
                of("busy", Severity.ERROR, now.minusSeconds(3_000)),
                of("busy", Severity.WARN, now.minusSeconds(3_001)),
                of("busy", Severity.WARN, now.minusSeconds(3_002))));
        // When
        var all = given().get("/api/v1/sources").jsonPath();
        var late = given().queryParam("from", "-2m").get("/api/v1/sources").jsonPath();
        var first = given().queryParam("limit", 1).get("/api/v1/sources").jsonPath();
        // Then
        assertThat(all.getString("relation")).isEqualTo("exact");
        assertThat(all.<String>getList("sources.source")).containsExactly("busy", "new");
        assertThat(all.getBoolean("more")).isFalse();
        assertThat(all.getList("sources.events", Long.class)).containsExactly(3L, 2L);
        assertThat(all.getList("sources.errors", Long.class)).containsExactly(1L, 1L);
        assertThat(all.getDouble("sources[0].events_per_second")).isCloseTo(3 / 86_400.0, within(1e-7));
        assertThat(Instant.parse(all.getString("sources[1].last_seen"))).isEqualTo(now.minusSeconds(30));
        assertThat(late.<String>getList("sources.source")).containsExactly("new");
        assertThat(first.<String>getList("sources.source")).containsExactly("busy");
        assertThat(first.getBoolean("more")).isTrue();
    }

    private static LogEvent of(String source, Severity severity, Instant observed) {
        return new LogEvent(UUID.randomUUID(), null, observed, severity, source, "m", Map.of(), null, null);
    }
}
