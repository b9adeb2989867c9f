package io.logcast.producer.security;

import static io.logcast.testing.routes.Caller.bearer;
import static io.logcast.testing.routes.Caller.beginning;
import static org.assertj.core.api.Assertions.assertThat;

import io.logcast.producer.InMemoryChannels;
import io.logcast.testing.IssuerTestResource;
import io.logcast.testing.Production;
import io.logcast.testing.TestIssuer;
import io.logcast.testing.routes.Caller;
import io.logcast.testing.routes.Route;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import java.net.URI;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** The issuer's tokens for other services; {@link RoutesTest} has those for this one. */
@SuppressWarnings("NullAway.Init") // Quarkus sets the URI.
@QuarkusTest
@TestProfile(AudienceTest.ForAnother.class)
@WithTestResource(InMemoryChannels.class)
@WithTestResource(IssuerTestResource.class)
class AudienceTest {

    public static final class ForAnother extends Production {
        @Override
        public Map<String, String> getConfigOverrides() {
            var overrides = new HashMap<>(super.getConfigOverrides());
            overrides.put("quarkus.oidc.token.audience", "another-service");
            return overrides;
        }
    }

    @TestHTTPResource("/")
    URI service;

    @Test
    void refusesATokenForAnotherService() {
        // When
        var answer = new Caller(service)
                .open(new Route("POST", "/api/v1/logs"), bearer(TestIssuer.get().token("publisher")));
        // Then
        assertThat(answer.statusCode()).isEqualTo(401);
        assertThat(beginning(answer)).contains("The token is not valid");
    }
}
