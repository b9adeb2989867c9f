package io.logcast.consumer;

import static io.restassured.RestAssured.get;
import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;

import io.logcast.testing.DatabaseTestResource;
import io.logcast.testing.openapi.ApiReference;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import java.io.IOException;
import org.junit.jupiter.api.Test;

@QuarkusTest
@WithTestResource(InMemoryChannels.class)
@WithTestResource(DatabaseTestResource.class)
class OpenApiTest {

    @Test
    void describesTheCalls() {
        // When
        var description = given().accept("application/json").get("/q/openapi").jsonPath();
        // Then
        assertThat(description.getMap("paths"))
                .containsOnlyKeys(
                        "/api/v1/logs",
                        "/api/v1/logs/{id}",
                        "/api/v1/logs/{id}/context",
                        "/api/v1/logs/histogram",
                        "/api/v1/logs/facets",
                        "/api/v1/logs/stream",
                        "/api/v1/sources",
                        "/api/v1/searches",
                        "/api/v1/searches/{name}",
                        "/api/v1/dead-letters",
                        "/api/v1/dead-letters/replay",
                        "/api/v1/dead-letters/{id}",
                        "/api/v1/dead-letters/{id}/replay",
                        "/api/v1/subscriptions",
                        "/api/v1/subscriptions/{name}",
                        "/api/v1/subscriptions/{name}/pull",
                        "/api/v1/subscriptions/{name}/ack",
                        "/api/v1/subscriptions/{name}/stream",
                        "/api/v1/subscriptions/{name}/push",
                        "/api/v1/subscriptions/{name}/push/pause",
                        "/api/v1/subscriptions/{name}/push/resume",
                        "/api/v1/subscriptions/{name}/push/test",
                        "/api/v1/subscriptions/{name}/replay",
                        "/api/v1/replays");
        assertThat(description.getList("paths.'/api/v1/logs'.get.parameters.name"))
                .containsExactlyInAnyOrder(
                        "severity", "source", "q", "trace_id", "from", "to", "time", "limit", "cursor", "order");
        assertThat(description.getMap("paths.'/api/v1/logs'.get.responses.200.content"))
                .containsOnlyKeys("application/json", "application/x-ndjson", "text/csv");
        assertThat(description.getList("paths.'/api/v1/logs/stream'.get.parameters.name"))
                .containsExactlyInAnyOrder(
                        "severity", "source", "q", "trace_id", "from", "to", "time", "after", "Last-Event-ID");
    }

    @Test
    void isWhatTheReferenceSays() throws IOException {
        var made = ApiReference.of(
                given().accept("application/json").get("/q/openapi").body().asString());
        assertThat(made).contains("### `").isEqualTo(ApiReference.onThePage("consumer-service", made));
    }

    @Test
    void isShownBySwaggerUi() {
        // When
        var page = get("/q/swagger-ui");
        // Then
        assertThat(page.statusCode()).isEqualTo(200);
        assertThat(page.body().asString()).contains("/q/openapi");
    }

    @Test
    void keepsTheStrictPolicyToThePage() {
        assertThat(get("/").header("Content-Security-Policy")).contains("default-src 'none'");
        assertThat(get("/ui/app.js").header("X-Content-Type-Options")).isEqualTo("nosniff");
        assertThat(get("/q/swagger-ui").header("Content-Security-Policy")).isNull();
    }
}
