package io.logcast.security;

import io.quarkus.security.identity.SecurityIdentity;
import io.quarkus.vertx.http.runtime.security.HttpSecurityPolicy;
import io.smallrye.mutiny.Uni;
import io.vertx.ext.web.RoutingContext;
import jakarta.inject.Singleton;

/** The policy {@code token}: the caller has a valid token. Quarkus' own policy answers with an empty body otherwise. */
@Singleton
final class TokenPolicy implements HttpSecurityPolicy {

    @Override
    public String name() {
        return "token";
    }

    @Override
    public Uni<CheckResult> checkPermission(
            RoutingContext call, Uni<SecurityIdentity> identity, AuthorizationRequestContext context) {
        var caller = Callers.identify(call, identity);
        return Callers.authenticated(caller, "The token is not valid", "A bearer token is needed")
                .replaceWith(CheckResult.PERMIT);
    }
}
