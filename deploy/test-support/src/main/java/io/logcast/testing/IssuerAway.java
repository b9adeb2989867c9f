package io.logcast.testing;

import java.util.HashMap;
import java.util.Map;

/** {@link Production}, with an issuer at a port where nobody listens. */
public final class IssuerAway extends Production {

    @Override
    public Map<String, String> getConfigOverrides() {
        var settings = new HashMap<>(super.getConfigOverrides());
        settings.put("quarkus.oidc.auth-server-url", "http://127.0.0.1:1/");
        settings.put("quarkus.oidc.client-id", "logcast");
        settings.put("quarkus.oidc.credentials.secret", "any");
        return settings;
    }
}
