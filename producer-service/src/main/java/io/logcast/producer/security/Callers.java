package io.logcast.producer.security;

import io.quarkus.vertx.http.runtime.security.QuarkusHttpUser;
import io.vertx.ext.web.RoutingContext;
import org.eclipse.microprofile.jwt.JsonWebToken;
import org.jspecify.annotations.Nullable;

/** Who calls. */
public final class Callers {

    private Callers() {}

    /** The subject of the caller's token, the same for each of its tokens; null where callers have none. */
    public static @Nullable String nameOf(RoutingContext call) {
        if (!(call.user() instanceof QuarkusHttpUser user)
                || user.getSecurityIdentity().isAnonymous()) {
            return null;
        }
        var principal = user.getSecurityIdentity().getPrincipal();
        var subject = principal instanceof JsonWebToken token ? token.getSubject() : null;
        return subject == null ? principal.getName() : subject;
    }
}
