package io.logcast.consumer.security;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;

import io.logcast.consumer.InMemoryChannels;
import io.logcast.testing.DatabaseTestResource;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What pages of other sites may do if callers are not authenticated. */
@QuarkusTest
@WithTestResource(InMemoryChannels.class)
@WithTestResource(DatabaseTestResource.class)
class OtherSitesTest {

    @ParameterizedTest
    @CsvSource({
        "POST, /api/v1/subscriptions/work/pull?ack=auto",
        "GET, /api/v1/subscriptions/work/stream?ack=auto",
        "GET, /api/v1/subscriptions;x/work/stream?ack=auto",
        "DELETE, /api/v1/dead-letters",
        "POST, /api/v1/dead-letters/replay"
    })
    void changesNothing(String method, String path) {
        // When
        var answer = given().urlEncodingEnabled(false)
                .header("Sec-Fetch-Site", "cross-site")
                .request(method, path);
        // Then
        assertThat(answer.statusCode()).isEqualTo(403);
        assertThat(answer.jsonPath().getString("detail")).contains("QUARKUS_HTTP_CORS_ORIGINS");
    }

    @Test
    void mayLinkToAnEvent() {
        given().header("Sec-Fetch-Site", "cross-site")
                .get("/api/v1/logs")
                .then()
                .statusCode(200);
    }
}
