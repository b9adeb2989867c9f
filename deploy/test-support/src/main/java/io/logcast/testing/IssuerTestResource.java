package io.logcast.testing;

import io.logcast.testing.oidc.Issuer;
import io.quarkus.test.common.QuarkusTestResourceLifecycleManager;
import java.util.Map;

/** Points a {@code @QuarkusTest} to the {@link TestIssuer}. */
public final class IssuerTestResource implements QuarkusTestResourceLifecycleManager {

    @Override
    public Map<String, String> start() {
        return Map.of(
                "quarkus.oidc.auth-server-url", TestIssuer.get().url(),
                "quarkus.oidc.client-id", Issuer.CLIENT,
                "quarkus.oidc.credentials.secret", Issuer.SECRET);
    }

    /** Does nothing: the issuer is shared until the JVM ends. */
    @Override
    public void stop() {}
}
