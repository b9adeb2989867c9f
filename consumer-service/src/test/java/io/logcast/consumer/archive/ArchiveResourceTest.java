package io.logcast.consumer.archive;

import static io.logcast.consumer.LogEventFixtures.fullEvent;
import static io.logcast.consumer.LogEventFixtures.json;
import static io.logcast.consumer.LogEventFixtures.observedAt;
import static io.restassured.RestAssured.get;
import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;

import io.logcast.consumer.InMemoryChannels;
import io.logcast.local.DatabaseTestResource;
import io.logcast.local.TestDatabase;
import io.logcast.model.event.LogEvent;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.Response;
import jakarta.inject.Inject;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@QuarkusTest
@WithTestResource(InMemoryChannels.class)
@WithTestResource(DatabaseTestResource.class)
class ArchiveResourceTest {

    private static final Instant NOON = Instant.parse("2026-01-31T12:00:00Z");
    private static final String PATH = "/api/v1/logs";

    @Inject
    LogEvents events;

    @BeforeEach
    void emptyTheArchive() throws Exception {
        execute("truncate log_event");
    }

    private static void execute(String sql) throws SQLException {
        try (var connection = TestDatabase.get().connect();
                var statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    @Test
    void answers503WithRetryAfterWhileTheDatabaseDoesNotAnswer() throws Exception {
        // Given
        execute("alter table log_event rename to log_event_elsewhere");
        try {
            // When
            var answer = get(PATH);
            // Then
            assertThat(answer.statusCode()).isEqualTo(503);
            assertThat(answer.header("Retry-After")).isEqualTo("1");
            assertThat(answer.jsonPath().getString("detail")).doesNotContain("log_event");
        } finally {
            execute("alter table log_event_elsewhere rename to log_event");
        }
    }

    @Test
    void listsTheNewestFirst() throws Exception {
        // Given
        var oldest = observedAt(NOON.plusNanos(1), "oldest");
        var newest = observedAt(NOON.plusNanos(3), "newest");
        var middle = observedAt(NOON.plusNanos(2), "middle");
        events.insertIfAbsent(List.of(oldest, newest, middle));
        // When
        var page = given().queryParam("limit", 3).get(PATH);
        // Then
        assertThat(page.statusCode()).isEqualTo(200);
        assertThat(page.jsonPath().getList("events.message")).containsExactly("newest", "middle", "oldest");
    }

    @Test
    void listsAHundredUnlessAskedForMore() throws Exception {
        // Given
        events.insertIfAbsent(IntStream.range(0, 101)
                .mapToObj(i -> observedAt(Instant.EPOCH.plusSeconds(i), "number " + i))
                .toList());
        // When
        var page = get(PATH).jsonPath().getList("events");
        var more = given().queryParam("limit", 101).get(PATH).jsonPath().getList("events");
        // Then
        assertThat(page).hasSize(100);
        assertThat(more).hasSize(101);
    }

    @ParameterizedTest
    @ValueSource(strings = {"0", "-1", "1001", "99999999999", "1.5", "ten"})
    void answers400NamingALimitThatIsNone(String limit) {
        // When
        var answer = given().queryParam("limit", limit).get(PATH);
        // Then
        assertProblem(answer, 400);
        assertThat(answer.jsonPath().getList("violations.field")).containsExactly("limit");
    }

    @Test
    void showsAnEventJustAsItWasPublished() throws Exception {
        // Given
        var event = fullEvent();
        events.insertIfAbsent(List.of(event));
        // When
        var answer = get(PATH + "/" + event.id());
        // Then
        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(answer.contentType()).startsWith("application/json");
        assertThat(answer.body().asString()).isEqualTo(json(event));
    }

    @Test
    void listsEventsJustAsTheyWerePublished() throws Exception {
        // Given
        var full = fullEvent();
        var event = new LogEvent(
                full.id(),
                full.timestamp(),
                NOON.plusSeconds(1),
                full.severity(),
                full.source(),
                full.message(),
                full.attributes(),
                full.traceId(),
                full.spanId());
        events.insertIfAbsent(List.of(event));
        // When
        var page = given().queryParam("limit", 1).get(PATH);
        // Then
        assertThat(page.body().asString()).isEqualTo("{\"events\":[" + json(event) + "]}");
    }

    @Test
    void answers404ForAnIdThatIsNotArchived() {
        // Given
        var id = UUID.randomUUID();
        // When
        var answer = get(PATH + "/" + id);
        // Then
        assertProblem(answer, 404);
        assertThat(answer.jsonPath().getString("detail")).isEqualTo("No event " + id + " is archived");
    }

    @ParameterizedTest
    @ValueSource(strings = {"/api/v1/logs/no-uuid", "/api/v1/nothing", "/nowhere"})
    void answers404WhereNothingIs(String path) {
        // When
        var answer = get(path);
        // Then
        assertProblem(answer, 404);
    }

    @Test
    void answers405ToAPost() {
        // When
        var answer = given().post(PATH);
        // Then
        assertProblem(answer, 405);
    }

    private static void assertProblem(Response answer, int status) {
        assertThat(answer.statusCode()).isEqualTo(status);
        assertThat(answer.contentType()).startsWith("application/problem+json");
        assertThat(answer.jsonPath().getInt("status")).isEqualTo(status);
    }
}
