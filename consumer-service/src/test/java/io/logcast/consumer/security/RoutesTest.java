package io.logcast.consumer.security;

import static io.logcast.testing.routes.Caller.bearer;
import static io.logcast.testing.routes.Caller.beginning;
import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;

import io.logcast.consumer.InMemoryChannels;
import io.logcast.testing.DatabaseTestResource;
import io.logcast.testing.IssuerTestResource;
import io.logcast.testing.Production;
import io.logcast.testing.TestIssuer;
import io.logcast.testing.routes.CallersWithTokens;
import io.logcast.testing.routes.Route;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.restassured.http.ContentType;
import io.restassured.response.Response;
import io.vertx.ext.web.Router;
import jakarta.inject.Inject;
import org.junit.jupiter.api.Test;

/** Who may call what, in production. */
@QuarkusTest
@TestProfile(Production.class)
@WithTestResource(InMemoryChannels.class)
@WithTestResource(DatabaseTestResource.class)
@WithTestResource(IssuerTestResource.class)
class RoutesTest extends CallersWithTokens {

    private static final String LOGS = "/api/v1/logs";

    @Inject
    Router router;

    RoutesTest() {
        super(new Route("GET", LOGS), "subscriber", "The token, or the session, is not valid");
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
        if (isForOperators(route)) {
            return role.equals("operator");
        }
        return (role.equals("subscriber") && isForSubscribers(route))
                || (role.equals("operator") && isForSubscribersAndOperators(route));
    }

    private static boolean isForOperators(Route route) {
        return !route.isReading()
                && (route.path().startsWith("/api/v1/dead-letters")
                        || route.path().contains("/push/")
                        || route.path().endsWith("/replay"));
    }

    private static boolean isForSubscribersAndOperators(Route route) {
        return route.path().startsWith("/api/v1/subscriptions/")
                && !route.path().contains("/push/")
                && !route.path().endsWith("/replay")
                && (route.method().equals("PUT") || route.method().equals("DELETE"));
    }

    private static boolean isForSubscribers(Route route) {
        return route.path().startsWith("/api/v1/subscriptions")
                || route.path().startsWith("/api/v1/searches")
                || route.isReading();
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
    void onlyOperatorsPush() {
        var body = "{\"push\":{\"url\":\"https://example.com/\",\"secrets\":[\"unknown\"]}}";
        assertThat(put(body, "subscriber").statusCode()).isEqualTo(403);
        assertThat(put(body, "subscriber").asString()).contains("This call needs the role operator");
        // Whatever is wrong with it then.
        assertThat(put(body, "operator").statusCode()).isEqualTo(422);
    }

    @Test
    void onlyOperatorsBeginInThePast() {
        var answer = put("{\"from\":\"-1h\"}", "subscriber");
        assertThat(answer.statusCode()).isEqualTo(403);
        assertThat(answer.asString()).contains("This call needs the role operator");
    }

    private static Response put(String body, String... roles) {
        return given().header("Authorization", "Bearer " + TestIssuer.get().token(roles))
                .contentType(ContentType.JSON)
                .body(body)
                .put("/api/v1/subscriptions/pushed");
    }

    @Test
    void answersAreKeptByNobody() {
        var answer =
                caller().open(new Route("GET", LOGS), bearer(TestIssuer.get().token("subscriber")));
        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(answer.headers().firstValue("Cache-Control")).contains("no-store");
        assertThat(answer.headers().firstValue("X-Content-Type-Options")).contains("nosniff");
    }
}
