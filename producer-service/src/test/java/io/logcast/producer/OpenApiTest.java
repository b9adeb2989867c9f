package io.logcast.producer;

import static io.restassured.RestAssured.get;
import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;

import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
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
        assertThat(description.getString("summary")).isEqualTo("Broadcast one log event");
        assertThat(description.getMap("responses").keySet())
                .extracting(String::valueOf)
                .contains("202", "400", "413", "415", "422", "429", "503");
        assertThat(description.getMap("requestBody.content")).containsOnlyKeys("application/json");
        assertThat(description.getList("parameters.name")).containsExactly("Idempotency-Key");
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
