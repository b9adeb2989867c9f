package io.logcast.producer;

import static io.restassured.RestAssured.get;
import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;

import io.logcast.testing.openapi.ApiReference;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import java.io.IOException;
import org.junit.jupiter.api.Test;

@QuarkusTest
@WithTestResource(InMemoryChannels.class)
class OpenApiTest {

    @Test
    void describesTheCall() {
        // When
        var description = given().accept("application/json").get("/q/openapi").jsonPath();
        // Then
        description.setRootPath("paths.'/api/v1/logs'.post");
        assertThat(description.getString("summary")).isEqualTo("Broadcast log events");
        assertThat(description.getMap("responses").keySet())
                .extracting(String::valueOf)
                .contains("202", "207", "400", "408", "413", "415", "422", "429", "503");
        assertThat(description.getMap("requestBody.content"))
                .containsOnlyKeys(
                        "application/json",
                        "application/x-ndjson",
                        "text/plain",
                        "application/cloudevents+json",
                        "application/cloudevents-batch+json");
        assertThat(description.getList("requestBody.content.collect { it.value.examples }"))
                .doesNotContainNull();
        assertThat(description.getList("parameters.name"))
                .containsExactlyInAnyOrder("source", "severity", "attr.NAME", "Idempotency-Key");
    }

    @Test
    void describesTheExportOfOpenTelemetry() {
        // When
        var description = given().accept("application/json").get("/q/openapi").jsonPath();
        // Then
        description.setRootPath("paths.'/v1/logs'.post");
        assertThat(description.getMap("requestBody.content"))
                .containsOnlyKeys("application/x-protobuf", "application/json");
        assertThat(description.getMap("responses").keySet())
                .extracting(String::valueOf)
                .contains("200", "400", "413", "415", "429", "503");
    }

    @Test
    void describesTheReceipt() {
        // When
        var description = given().accept("application/json").get("/q/openapi").jsonPath();
        // Then
        description.setRootPath("paths.'/api/v1/logs/{id}/receipt'.get");
        assertThat(description.getMap("responses").keySet())
                .extracting(String::valueOf)
                .contains("200", "422", "429", "503", "504");
        assertThat(description.getMap("responses.'200'.content.'application/json'.examples"))
                .hasSize(3);
        assertThat(description.getList("parameters.schema.format")).containsExactly("uuid");
    }

    @Test
    void isWhatTheReferenceSays() throws IOException {
        var made = ApiReference.of(
                given().accept("application/json").get("/q/openapi").body().asString());
        assertThat(made).contains("### `").isEqualTo(ApiReference.onThePage("producer-service", made));
    }

    @Test
    void isShownBySwaggerUi() {
        // When
        var page = get("/q/swagger-ui");
        // Then
        assertThat(page.statusCode()).isEqualTo(200);
        assertThat(page.body().asString()).contains("/q/openapi");
    }
}
