package io.logcast.security;

import io.quarkus.oidc.OIDCException;
import io.quarkus.security.AuthenticationFailedException;
import io.quarkus.security.identity.SecurityIdentity;
import io.quarkus.vertx.http.runtime.security.QuarkusHttpUser;
import io.smallrye.mutiny.Uni;
import io.vertx.ext.web.RoutingContext;
import org.eclipse.microprofile.jwt.JsonWebToken;
import org.jspecify.annotations.Nullable;

/** Identifies callers. */
public final class Callers {

    private Callers() {}

    /**
     * A name that no other caller has, and that stays the same when the caller gets a new token: it says whether the
     * caller has a key or a token, and has the key's name or the token's subject. Null without authentication.
     */
    public static @Nullable String scopeOf(RoutingContext call) {
        if (!(call.user() instanceof QuarkusHttpUser user)
                || user.getSecurityIdentity().isAnonymous()) {
            return null;
        }
        var identity = user.getSecurityIdentity();
        var principal = identity.getPrincipal();
        if (KeyAuthentication.isByKey(identity)) {
            return "key " + principal.getName();
        }
        var subject = principal instanceof JsonWebToken token ? token.getSubject() : null;
        return "caller " + (subject == null ? principal.getName() : subject);
    }

    /** The caller, for a policy; fails with {@link IssuerAwayException} if that cannot be known now. */
    public static Uni<SecurityIdentity> identify(RoutingContext call, Uni<SecurityIdentity> identity) {
        // Otherwise Quarkus would answer an invalid token before the policy does, and without a body.
        call.remove(QuarkusHttpUser.AUTH_FAILURE_HANDLER);
        return identity.onFailure(OIDCException.class).transform(IssuerAwayException::new);
    }

    /**
     * The same caller; fails with {@link UnauthenticatedException} if the caller is anonymous.
     *
     * @param invalid the error for credentials that are not valid
     * @param needed the error for missing credentials
     */
    public static Uni<SecurityIdentity> authenticated(Uni<SecurityIdentity> caller, String invalid, String needed) {
        return caller.onFailure(AuthenticationFailedException.class)
                .transform(failure -> new UnauthenticatedException(UnknownKeyException.messageOf(failure, invalid)))
                .invoke(known -> {
                    if (known.isAnonymous()) {
                        throw new UnauthenticatedException(needed);
                    }
                });
    }
}
