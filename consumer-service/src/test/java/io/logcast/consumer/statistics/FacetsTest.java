package io.logcast.consumer.statistics;

import static io.logcast.testing.TestDatabase.execute;
import static io.restassured.RestAssured.given;
import static java.util.Objects.requireNonNull;
import static java.util.stream.Collectors.counting;
import static java.util.stream.Collectors.groupingBy;
import static org.assertj.core.api.Assertions.assertThat;

import io.logcast.consumer.InMemoryChannels;
import io.logcast.model.event.LogEvent;
import io.logcast.model.event.Severity;
import io.logcast.testing.DatabaseTestResource;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.path.json.JsonPath;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.Function;
import java.util.function.Predicate;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

@QuarkusTest
@WithTestResource(InMemoryChannels.class)
@WithTestResource(DatabaseTestResource.class)
class FacetsTest extends CountedEvents {

    @ParameterizedTest
    @MethodSource("filters")
    void facetsHaveTheMostFrequentValues(Map<String, String> filter, Predicate<LogEvent> matches) {
        // Given
        var matching = EVENTS.stream().filter(matches).toList();
        Map<String, Function<LogEvent, Object>> fields = Map.of(
                "source", LogEvent::source,
                "severity", event -> event.severity().rangeStart().name(),
                "attr.tenant", event -> String.valueOf(event.attributes().get("tenant")),
                "attr.shard", event -> String.valueOf(event.attributes().get("shard")));
        for (var asked : List.of("source,severity", "attr.tenant,severity,attr.shard,source", "severity")) {
            // When
            var facets = given().queryParams(filter)
                    .queryParam("fields", asked)
                    .queryParam("limit", 4)
                    .get(LOGS + "/facets")
                    .jsonPath();
            // Then
            assertThat(facets.getString("relation")).isEqualTo("exact");
            assertThat(facets.getLong("total")).isEqualTo(matching.size());
            assertThat(facets.<String>getList("facets.field")).containsExactly(asked.split(","));
            for (int i = 0; i < asked.split(",").length; i++) {
                assertThatIsRight(
                        facets, "facets[" + i + "]", matching, requireNonNull(fields.get(asked.split(",")[i])));
            }
        }
    }

    private static void assertThatIsRight(
            JsonPath facets, String facet, List<LogEvent> matching, Function<LogEvent, Object> field) {
        var expected = matching.stream().collect(groupingBy(field, counting())).entrySet().stream()
                .sorted(Map.Entry.<Object, Long>comparingByValue().reversed().thenComparing(entry ->
                        (String) entry.getKey()))
                .limit(4)
                .toList();
        assertThat(facets.<String>getList(facet + ".values.value"))
                .isEqualTo(expected.stream().map(Map.Entry::getKey).toList());
        assertThat(facets.getList(facet + ".values.count", Long.class))
                .isEqualTo(expected.stream().map(Map.Entry::getValue).toList());
        assertThat(facets.getLong(facet + ".other"))
                .isEqualTo(matching.size()
                        - expected.stream().mapToLong(Map.Entry::getValue).sum());
    }

    @Test
    void facetsHaveWhatAFilterCanAskFor() throws Exception {
        // Given
        execute("truncate log_event");
        events.insertIfAbsent(List.of(
                with("x", "4711"),
                with("x", 4711L),
                with("x", true),
                with("x", "y".repeat(257)),
                with("x", List.of(1L)),
                with("another", "z")));
        // When
        var facets =
                given().queryParam("fields", "attr.x").get(LOGS + "/facets").jsonPath();
        // Then
        assertThat(facets.getLong("total")).isEqualTo(6);
        assertThat(facets.<String>getList("facets[0].values.value")).containsExactly("4711", "true");
        assertThat(facets.getList("facets[0].values.count", Long.class)).containsExactly(2L, 1L);
        assertThat(facets.getLong("facets[0].other")).isZero();
    }

    @Test
    void aFacetOfANameWithDotsHasFlatAndNestedValues() throws Exception {
        // Given
        execute("truncate log_event");
        events.insertIfAbsent(List.of(
                with("http", Map.of("status", 500L)),
                with("http.status", 500L),
                with("http", Map.of("status", List.of(500L))),
                with("http", 500L),
                with("http", Map.of("status.text", "OK")),
                with("http.status", Map.of("text", "OK"))));
        // When
        var facets = given().queryParam("fields", "attr.http.status,attr.http,attr.http.status.text")
                .get(LOGS + "/facets")
                .jsonPath();
        // Then
        assertThat(facets.getLong("total")).isEqualTo(6);
        assertThat(facets.<String>getList("facets[0].values.value")).containsExactly("500");
        assertThat(facets.getList("facets[0].values.count", Long.class)).containsExactly(2L);
        assertThat(facets.getList("facets[1].values.count", Long.class)).containsExactly(1L);
        assertThat(facets.getList("facets[2].values.count", Long.class)).containsExactly(2L);
    }

    private static LogEvent with(String attribute, Object value) {
        return new LogEvent(
                UUID.randomUUID(), null, NOON, Severity.INFO, "s", "m", Map.of(attribute, value), null, null);
    }
}
