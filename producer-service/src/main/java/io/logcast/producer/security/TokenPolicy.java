package io.logcast.producer.security;

import io.logcast.security.IssuerAwayException;
import io.logcast.security.UnauthenticatedException;
import io.quarkus.oidc.OIDCException;
import io.quarkus.security.AuthenticationFailedException;
import io.quarkus.security.identity.SecurityIdentity;
import io.quarkus.vertx.http.runtime.security.HttpSecurityPolicy;
import io.quarkus.vertx.http.runtime.security.QuarkusHttpUser;
import io.smallrye.mutiny.Uni;
import io.vertx.ext.web.RoutingContext;
import jakarta.inject.Singleton;

/** The policy {@code token}: whoever calls has a valid token. Quarkus' own answers an empty body otherwise. */
@Singleton
final class TokenPolicy implements HttpSecurityPolicy {

    @Override
    public String name() {
        return "token";
    }

    @Override
    public Uni<CheckResult> checkPermission(
            RoutingContext call, Uni<SecurityIdentity> identity, AuthorizationRequestContext context) {
        // Else Quarkus answers a token that is not valid before this policy does.
        call.remove(QuarkusHttpUser.AUTH_FAILURE_HANDLER);
        return identity.onFailure(OIDCException.class)
                .transform(IssuerAwayException::new)
                .onFailure(AuthenticationFailedException.class)
                .transform(invalid -> new UnauthenticatedException("The token is not valid"))
                .map(TokenPolicy::check);
    }

    private static CheckResult check(SecurityIdentity caller) {
        if (caller.isAnonymous()) {
            throw new UnauthenticatedException("A bearer token is needed");
        }
        return CheckResult.PERMIT;
    }
}
