package io.logcast.testing.routes;

import static io.logcast.testing.routes.Caller.bearer;
import static io.logcast.testing.routes.Caller.beginning;
import static org.assertj.core.api.Assertions.assertThat;

import io.logcast.testing.TestIssuer;
import io.logcast.testing.oidc.Issuer;
import io.quarkus.test.common.http.TestHTTPResource;
import io.vertx.ext.web.Router;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Tests of which callers with tokens may call what, the same for both services. */
@SuppressWarnings("NullAway.Init") // Quarkus sets the URIs.
public abstract class CallersWithTokens {

    private final Route known;
    private final String role;
    private final String ofInvalidTokens;

    @TestHTTPResource("/")
    URI service;

    @TestHTTPResource(value = "/", management = true)
    URI management;

    /**
     * @param known a route of the service, for that role
     * @param ofInvalidTokens what the service answers to invalid tokens
     */
    protected CallersWithTokens(Route known, String role, String ofInvalidTokens) {
        this.known = known;
        this.role = role;
        this.ofInvalidTokens = ofInvalidTokens;
    }

    /** The router of the running service. */
    protected abstract Router router();

    /** Whether that role is the one for that route. */
    protected abstract boolean mayCall(String role, Route route);

    protected final Caller caller() {
        return new Caller(service);
    }

    @Test
    void everyRouteIsForItsRoleAlone() {
        // Given
        var routes = Route.all(router());
        assertThat(routes).contains(known);
        // Then
        assertThat(Permissions.violations(caller(), routes, this::mayCall)).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"/api/v1/new", "/new", "/API/v1/logs"})
    void whatNobodyThoughtOfIsClosed(String path) {
        var route = new Route(known.method(), path);
        assertThat(caller().status(route)).isEqualTo(401);
        assertThat(caller().status(route, bearer(TestIssuer.get().token(Permissions.ROLES.toArray(String[]::new)))))
                .isEqualTo(403);
    }

    @Test
    void refusesTokensThatAreNotValid() {
        try (var stranger = Issuer.start()) {
            var tokens = List.of(
                    "no-token",
                    TestIssuer.get().token(Duration.ofHours(-1), role),
                    new TestIssuer(stranger.url()).token(role));
            for (var token : tokens) {
                var answer = caller().open(known, bearer(token));
                assertThat(answer.statusCode()).isEqualTo(401);
                assertThat(beginning(answer)).contains(ofInvalidTokens).doesNotContain(token);
            }
        }
    }

    @Test
    void healthAndMetricsNeedNoTokenOnTheManagementPort() {
        var operations = new Caller(management);
        assertThat(operations.status(new Route("GET", "/q/health/live"))).isEqualTo(200);
        assertThat(beginning(operations.open(new Route("GET", "/q/metrics")))).contains("# TYPE");
        assertThat(operations.status(known)).isEqualTo(404);
        var onTheApisPort = caller().status(
                        new Route("GET", "/q/metrics"), bearer(TestIssuer.get().token("operator")));
        assertThat(onTheApisPort).isEqualTo(404);
    }
}
