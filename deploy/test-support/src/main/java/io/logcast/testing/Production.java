package io.logcast.testing;

import io.quarkus.test.junit.QuarkusTestProfile;
import java.util.Map;

/** The settings of production, on free ports, for tokens of this project's audience. */
public class Production implements QuarkusTestProfile {

    @Override
    public String getConfigProfile() {
        return "prod";
    }

    @Override
    public Map<String, String> getConfigOverrides() {
        return Map.of(
                "quarkus.http.test-port", "0",
                "quarkus.management.test-port", "0",
                "quarkus.oidc.token.audience", "logcast");
    }
}
