package io.logcast.consumer.search;

import static io.logcast.testing.TestDatabase.execute;
import static io.restassured.RestAssured.get;
import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;

import io.logcast.consumer.InMemoryChannels;
import io.logcast.consumer.archive.table.LogEventTable;
import io.logcast.model.event.LogEvent;
import io.logcast.model.event.Severity;
import io.logcast.testing.DatabaseTestResource;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@QuarkusTest
@WithTestResource(InMemoryChannels.class)
@WithTestResource(DatabaseTestResource.class)
class ContextResourceTest {

    private static final Instant NOON = Instant.parse("2026-01-31T12:00:00Z");
    private static final String TRACE = "ab".repeat(16);

    @Inject
    LogEventTable events;

    private final List<LogEvent> archived = new ArrayList<>();

    @BeforeEach
    void fillTheArchive() throws Exception {
        execute("truncate log_event");
        // Two sources in turn, two events a second; every fifth event belongs to the trace.
        for (int i = 0; i < 40; i++) {
            archived.add(event(i, i % 2 == 0 ? "shop" : "payments", i % 5 == 0 ? TRACE : null));
        }
        events.insertIfAbsent(archived);
    }

    private static LogEvent event(int number, String source, @Nullable String trace) {
        return new LogEvent(
                new UUID(0, number),
                null,
                NOON.plusSeconds(number / 4),
                Severity.INFO,
                source,
                "number " + number,
                Map.of(),
                trace,
                null);
    }

    private String path(int number) {
        return "/api/v1/logs/" + archived.get(number).id() + "/context";
    }

    @Test
    void isOfTheSameSourceInOrder() {
        // When
        var context = given().queryParam("before", 3)
                .queryParam("after", 2)
                .get(path(20))
                .jsonPath();
        // Then
        assertThat(context.<String>getList("before.message")).containsExactly("number 14", "number 16", "number 18");
        assertThat(context.getString("event.message")).isEqualTo("number 20");
        assertThat(context.<String>getList("after.message")).containsExactly("number 22", "number 24");
        assertThat(context.getString("partial")).isNull();
    }

    @Test
    void isOfTheSameTraceInOrder() {
        // When
        var context = given().queryParam("in", "trace")
                .queryParam("before", 2)
                .get(path(20))
                .jsonPath();
        // Then
        assertThat(context.<String>getList("before.message")).containsExactly("number 10", "number 15");
        assertThat(context.<String>getList("after.message")).containsExactly("number 25", "number 30", "number 35");
    }

    @Test
    void hasTenOfEachUnlessThereAreFewer() {
        // When
        var first = get(path(0)).jsonPath();
        var none = given().queryParam("before", 0)
                .queryParam("after", 0)
                .get(path(20))
                .jsonPath();
        // Then
        assertThat(first.getList("before")).isEmpty();
        assertThat(first.getList("after")).hasSize(10);
        assertThat(none.getList("before")).isEmpty();
        assertThat(none.getList("after")).isEmpty();
    }

    @Test
    void saysThatItIsPartialWhenTheEventsAreTooLarge() throws Exception {
        // Given: each control character takes six bytes of JSON
        var large = new ArrayList<LogEvent>();
        for (int i = 0; i < 15; i++) {
            large.add(new LogEvent(
                    UUID.randomUUID(),
                    null,
                    NOON.minusSeconds(i + 1),
                    Severity.INFO,
                    "shop",
                    "\u0001".repeat(64 * 1024),
                    Map.of(),
                    null,
                    null));
        }
        events.insertIfAbsent(large);
        // When
        var context = given().queryParam("before", 20).get(path(0)).jsonPath();
        // Then
        assertThat(context.getList("before.id")).hasSizeBetween(5, 14);
        assertThat(context.getString("before[-1].id"))
                .isEqualTo(large.get(0).id().toString());
        assertThat(context.getBoolean("partial")).isTrue();
    }

    @ParameterizedTest
    @CsvSource({"before, -1", "before, 101", "after, many", "in, logger", "in, trace", "limit, 5"})
    void answers400NamingTheParameter(String name, String value) {
        // When: the event has no trace
        var answer = given().queryParam(name, value).get(path(1));
        // Then
        assertThat(answer.statusCode()).isEqualTo(400);
        assertThat(answer.jsonPath().getList("violations.field")).containsExactly(name);
    }

    @Test
    void answers404WithoutTheEvent() {
        assertThat(get("/api/v1/logs/" + UUID.randomUUID() + "/context").statusCode())
                .isEqualTo(404);
        assertThat(get("/api/v1/logs/no-uuid/context").statusCode()).isEqualTo(404);
    }
}
