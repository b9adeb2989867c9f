package io.logcast.consumer.security;

import static io.logcast.testing.routes.Caller.bearer;
import static io.logcast.testing.routes.Caller.beginning;
import static org.assertj.core.api.Assertions.assertThat;

import io.logcast.consumer.InMemoryChannels;
import io.logcast.testing.DatabaseTestResource;
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
@WithTestResource(DatabaseTestResource.class)
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
        assertThat(routes).contains(new Route("GET", LOGS), new Route("GET", LOGS + "/stream"), new Route("GET", "/"));
        // Then
        assertThat(Permissions.violations(caller(), routes, RoutesTest::mayCall))
                .isEmpty();
    }

    private static boolean mayCall(String role, Route route) {
        if (route.path().startsWith("/q/")) {
            return route.isReading();
        }
        if (route.path().startsWith("/api/v1/dead-letters") && !route.isReading()) {
            return role.equals("operator");
        }
        return role.equals("subscriber") && isForSubscribers(route);
    }

    private static boolean isForSubscribers(Route route) {
        return route.path().startsWith("/api/v1/subscriptions") || route.isReading();
    }

    @ParameterizedTest
    @ValueSource(strings = {"/api/v1/new", "/new", "/API/v1/logs"})
    void whatNobodyThoughtOfIsClosed(String path) {
        var route = new Route("GET", path);
        assertThat(caller().status(route)).isEqualTo(401);
        assertThat(caller().status(route, bearer(TestIssuer.get().token(Permissions.ROLES.toArray(String[]::new)))))
                .isEqualTo(403);
    }

    @Test
    void namesTheRoleThatIsMissing() {
        var answer = caller().open(
                        new Route("POST", "/api/v1/dead-letters/1/replay"),
                        bearer(TestIssuer.get().token("subscriber")));
        assertThat(answer.statusCode()).isEqualTo(403);
        assertThat(beginning(answer)).contains("This call needs the role operator");
    }

    @Test
    void refusesTokensThatAreNotValid() {
        try (var stranger = Issuer.start()) {
            var tokens = List.of(
                    "no-token",
                    TestIssuer.get().token(Duration.ofHours(-1), "subscriber"),
                    new TestIssuer(stranger.url()).token("subscriber"));
            for (var token : tokens) {
                var answer = caller().open(new Route("GET", LOGS), bearer(token));
                assertThat(answer.statusCode()).isEqualTo(401);
                assertThat(beginning(answer))
                        .contains("The token, or the session, is not valid")
                        .doesNotContain(token);
            }
        }
    }

    @Test
    void answersAreKeptByNobody() {
        var answer =
                caller().open(new Route("GET", LOGS), bearer(TestIssuer.get().token("subscriber")));
        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(answer.headers().firstValue("Cache-Control")).contains("no-store");
        assertThat(answer.headers().firstValue("X-Content-Type-Options")).contains("nosniff");
    }

    @Test
    void healthAndMetricsNeedNoTokenOnTheManagementPort() {
        var operations = new Caller(management);
        assertThat(operations.status(new Route("GET", "/q/health/live"))).isEqualTo(200);
        assertThat(beginning(operations.open(new Route("GET", "/q/metrics")))).contains("# TYPE");
        assertThat(operations.status(new Route("GET", LOGS))).isEqualTo(404);
        var onTheApisPort = caller().status(
                        new Route("GET", "/q/metrics"), bearer(TestIssuer.get().token("operator")));
        assertThat(onTheApisPort).isEqualTo(404);
    }
}
