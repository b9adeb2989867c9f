package io.logcast.producer.security;

import static io.logcast.testing.routes.Caller.bearer;
import static io.logcast.testing.routes.Caller.beginning;
import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;

import io.logcast.model.wire.Ids;
import io.logcast.producer.InMemoryChannels;
import io.logcast.testing.IssuerTestResource;
import io.logcast.testing.Production;
import io.logcast.testing.TestIssuer;
import io.logcast.testing.routes.CallersWithTokens;
import io.logcast.testing.routes.Route;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.vertx.ext.web.Router;
import jakarta.inject.Inject;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Who may call what, in production. */
@QuarkusTest
@TestProfile(Production.class)
@WithTestResource(InMemoryChannels.class)
@WithTestResource(IssuerTestResource.class)
class RoutesTest extends CallersWithTokens {

    private static final String LOGS = "/api/v1/logs";

    @Inject
    Router router;

    RoutesTest() {
        super(new Route("POST", LOGS), "publisher", "The token is not valid");
    }

    @Override
    protected Router router() {
        return router;
    }

    @Override
    protected boolean mayCall(String role, Route route) {
        if (route.path().startsWith("/q/")) {
            return route.isReading();
        }
        return role.equals("publisher")
                && (route.path().startsWith(LOGS)
                        || route.path().startsWith("/api/v1/queues/")
                        || route.path().equals("/v1/logs")
                        || isOfShippers(route));
    }

    private static boolean isOfShippers(Route route) {
        if (route.path().equals("/:index")) {
            return route.method().equals("HEAD");
        }
        return route.path().equals("/")
                        || route.path().startsWith("/_cluster/")
                        || route.path().startsWith("/_cat/")
                        || route.path().equals("/_license")
                ? route.isReading()
                : route.path().equals("/loki/api/v1/push")
                        || route.path().endsWith("/_bulk")
                        || route.path().startsWith("/services/collector");
    }

    @Test
    void takesAnEventOfAPublisher() {
        given().header("Authorization", "Bearer " + TestIssuer.get().token("publisher"))
                .contentType("application/json")
                .body("{\"message\":\"from a publisher\"}")
                .post(LOGS)
                .then()
                .statusCode(202);
    }

    @ParameterizedTest
    @CsvSource({
        "GET, /_index_template/filebeat-9.1.0",
        "PUT, /_index_template/filebeat-9.1.0",
        "HEAD, /_index_template/filebeat-9.1.0",
        "GET, /_ilm/policy/filebeat",
        "PUT, /_ilm/policy/filebeat",
        "GET, /_xpack",
        "GET, /_xpack/usage"
    })
    void whatShippersSetUpIsMissingRatherThanClosed(String method, String path) {
        var route = new Route(method, path);
        assertThat(caller().status(route, bearer(TestIssuer.get().token("publisher"))))
                .isEqualTo(404);
        assertThat(caller().status(route, bearer(TestIssuer.get().token("subscriber"))))
                .isEqualTo(403);
        assertThat(caller().status(route)).isEqualTo(401);
    }

    @Test
    void onlyAnIndexMayBeAskedForWhereNothingElseIs() {
        var publisher = bearer(TestIssuer.get().token("publisher"));
        assertThat(caller().status(new Route("HEAD", "/orders"), publisher)).isEqualTo(200);
        assertThat(caller().status(new Route("HEAD", "/api/v1/new"), publisher)).isEqualTo(403);
        assertThat(caller().status(new Route("HEAD", "/_new"), publisher)).isEqualTo(403);
        assertThat(caller().status(new Route("GET", "/orders"), publisher)).isEqualTo(403);
    }

    @Test
    void namesTheRoleThatIsMissing() {
        var answer = caller().open(
                        new Route("POST", "/api/v1/logs"),
                        bearer(TestIssuer.get().token("subscriber")));
        assertThat(answer.statusCode()).isEqualTo(403);
        assertThat(beginning(answer)).contains("This call needs the role publisher");
    }

    @Test
    void answersAnExportThatMayNotBeAsOtlpHasIt() {
        for (var token : new String[] {"no-token", TestIssuer.get().token("subscriber")}) {
            var answer = given().header("Authorization", "Bearer " + token)
                    .contentType("application/json")
                    .body("{}")
                    .post("/v1/logs");
            assertThat(answer.statusCode()).isIn(401, 403);
            assertThat(answer.contentType()).isEqualTo("application/json");
            assertThat(answer.jsonPath().getMap("$")).containsOnlyKeys("code", "message");
        }
    }

    @Test
    void namesTheIdempotencyKeysOfEachCallerApart() {
        // Given
        var ofOne = idOfKey("one", "review-1", "source.a");
        // Then
        assertThat(ofOne)
                .isEqualTo(Ids.named("logcast:idempotency-key:10:caller one:0:review-1")
                        .toString());
        assertThat(idOfKey("one", "review-1", "source.b")).isEqualTo(ofOne);
        assertThat(idOfKey("two", "review-1", "source.a")).isNotEqualTo(ofOne);
        assertThat(idOfKey("one", "review-2", "source.a")).isNotEqualTo(ofOne);
    }

    private static String idOfKey(String client, String key, String source) {
        return given().header("Authorization", "Bearer " + TestIssuer.get().tokenOf(client, "publisher"))
                .header("Idempotency-Key", key)
                .contentType("application/json")
                .body("{\"message\":\"x\",\"source\":\"%s\"}".formatted(source))
                .post(LOGS)
                .jsonPath()
                .getString("id");
    }

    @Test
    void answersAnUploadThatMayNotBe() {
        // When
        var answer = given().contentType("text/plain").body("x".repeat(1 << 20)).post(LOGS);
        // Then
        assertThat(answer.statusCode()).isEqualTo(401);
        assertThat(answer.contentType()).startsWith("application/problem+json");
        assertThat(answer.header("X-Content-Type-Options")).isEqualTo("nosniff");
        assertThat(answer.header("Cache-Control")).isEqualTo("no-store");
    }
}
