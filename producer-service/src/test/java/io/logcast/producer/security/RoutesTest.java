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
import io.logcast.testing.oidc.Issuer;
import io.logcast.testing.routes.Caller;
import io.logcast.testing.routes.Permissions;
import io.logcast.testing.routes.Route;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.vertx.ext.web.Router;
import jakarta.inject.Inject;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Who may call what, in production. */
@SuppressWarnings("NullAway.Init") // Quarkus sets the URIs.
@QuarkusTest
@TestProfile(Production.class)
@WithTestResource(InMemoryChannels.class)
@WithTestResource(IssuerTestResource.class)
class RoutesTest {

    private static final String LOGS = "/api/v1/logs";

    @Inject
    Router router;

    @TestHTTPResource("/")
    URI service;

    @TestHTTPResource(value = "/", management = true)
    URI management;

    private Caller caller() {
        return new Caller(service);
    }

    @Test
    void everyRouteIsForItsRoleAlone() {
        // Given
        var routes = Route.all(router);
        assertThat(routes).contains(new Route("POST", LOGS), new Route("POST", "/v1/logs"));
        // Then
        assertThat(Permissions.violations(caller(), routes, RoutesTest::mayCall))
                .isEmpty();
    }

    private static boolean mayCall(String role, Route route) {
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
        return route.path().equals("/")
                        || route.path().startsWith("/_cluster/")
                        || route.path().equals("/_license")
                ? route.isReading()
                : route.path().equals("/loki/api/v1/push")
                        || route.path().endsWith("/_bulk")
                        || route.path().startsWith("/services/collector");
    }

    @ParameterizedTest
    @ValueSource(strings = {"/api/v1/new", "/new", "/API/v1/logs"})
    void whatNobodyThoughtOfIsClosed(String path) {
        var route = new Route("POST", path);
        assertThat(caller().status(route)).isEqualTo(401);
        assertThat(caller().status(route, bearer(TestIssuer.get().token(Permissions.ROLES.toArray(String[]::new)))))
                .isEqualTo(403);
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
    void refusesTokensThatAreNotValid() {
        try (var stranger = Issuer.start()) {
            var tokens = List.of(
                    "no-token",
                    TestIssuer.get().token(Duration.ofHours(-1), "publisher"),
                    new TestIssuer(stranger.url()).token("publisher"));
            for (var token : tokens) {
                var answer = caller().open(new Route("POST", LOGS), bearer(token));
                assertThat(answer.statusCode()).isEqualTo(401);
                assertThat(beginning(answer)).contains("The token is not valid").doesNotContain(token);
            }
        }
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

    @Test
    void healthAndMetricsNeedNoTokenOnTheManagementPort() {
        var operations = new Caller(management);
        assertThat(operations.status(new Route("GET", "/q/health/live"))).isEqualTo(200);
        assertThat(beginning(operations.open(new Route("GET", "/q/metrics")))).contains("# TYPE");
        assertThat(operations.status(new Route("POST", LOGS))).isEqualTo(404);
        var onTheApisPort = caller().status(
                        new Route("GET", "/q/metrics"), bearer(TestIssuer.get().token("operator")));
        assertThat(onTheApisPort).isEqualTo(404);
    }
}
