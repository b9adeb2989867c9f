package io.logcast.consumer.archive;

import static io.logcast.testing.LogEventFixtures.fullEvent;
import static io.logcast.testing.LogEventFixtures.json;
import static io.logcast.testing.TestDatabase.execute;
import static io.restassured.RestAssured.get;
import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;

import io.logcast.consumer.InMemoryChannels;
import io.logcast.consumer.archive.table.LogEventTable;
import io.logcast.testing.DatabaseTestResource;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.Response;
import jakarta.inject.Inject;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
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
    LogEventTable events;

    @BeforeEach
    void emptyTheArchive() throws Exception {
        execute("truncate log_event");
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
