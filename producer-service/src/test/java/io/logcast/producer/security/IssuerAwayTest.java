package io.logcast.producer.security;

import static io.restassured.RestAssured.given;
import static org.hamcrest.Matchers.containsString;

import io.logcast.producer.InMemoryChannels;
import io.logcast.testing.IssuerAway;
import io.logcast.testing.TestIssuer;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import org.junit.jupiter.api.Test;

/** While the issuer does not answer, nobody can tell whether a token is valid. */
@QuarkusTest
@TestProfile(IssuerAway.class)
@WithTestResource(InMemoryChannels.class)
class IssuerAwayTest {

    @Test
    void aTokenIsAnswered503() {
        given().header("Authorization", "Bearer " + TestIssuer.get().token("publisher"))
                .contentType("application/json")
                .body("{\"message\":\"any\"}")
                .post("/api/v1/logs")
                .then()
                .statusCode(503)
                .contentType("application/problem+json")
                .header("Retry-After", "5")
                .body("detail", containsString("issuer does not answer"));
    }

    @Test
    void withoutATokenItIsAnswered401() {
        given().contentType("application/json")
                .body("{\"message\":\"any\"}")
                .post("/api/v1/logs")
                .then()
                .statusCode(401)
                .contentType("application/problem+json");
    }
}
