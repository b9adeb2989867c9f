package io.logcast.consumer.security;

import static io.logcast.testing.routes.Caller.bearer;
import static io.logcast.testing.routes.Caller.beginning;
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
        if (route.path().startsWith("/api/v1/dead-letters") && !route.isReading()) {
            return role.equals("operator");
        }
        return role.equals("subscriber") && isForSubscribers(route);
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
    void answersAreKeptByNobody() {
        var answer =
                caller().open(new Route("GET", LOGS), bearer(TestIssuer.get().token("subscriber")));
        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(answer.headers().firstValue("Cache-Control")).contains("no-store");
        assertThat(answer.headers().firstValue("X-Content-Type-Options")).contains("nosniff");
    }
}
