package io.logcast.security;

import io.quarkus.security.ForbiddenException;
import io.quarkus.security.identity.SecurityIdentity;
import io.quarkus.vertx.http.runtime.security.HttpSecurityPolicy;
import io.smallrye.mutiny.Uni;
import io.vertx.ext.web.RoutingContext;
import java.util.List;

/** The policy {@code NAME}: the caller has one of the roles. Quarkus' own does not say which role is missing. */
record RolePolicy(String name, List<String> roles) implements HttpSecurityPolicy {

    RolePolicy(String role) {
        this(role, List.of(role));
    }

    @Override
    public Uni<CheckResult> checkPermission(
            RoutingContext call, Uni<SecurityIdentity> identity, AuthorizationRequestContext context) {
        return identity.map(this::check);
    }

    private CheckResult check(SecurityIdentity caller) {
        if (roles.stream().noneMatch(caller::hasRole)) {
            throw new ForbiddenException("This call needs the role " + String.join(" or ", roles));
        }
        return CheckResult.PERMIT;
    }
}
