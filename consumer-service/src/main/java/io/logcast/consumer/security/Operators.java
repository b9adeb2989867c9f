package io.logcast.consumer.security;

import io.quarkus.security.ForbiddenException;
import io.quarkus.security.identity.SecurityIdentity;
import jakarta.enterprise.context.ApplicationScoped;

/** Whether the caller of the current request is an operator, for calls that need this role only in some cases. */
@ApplicationScoped
public class Operators {

    private static final String OPERATOR = "operator";

    private final SecurityIdentity caller;

    Operators(SecurityIdentity caller) {
        this.caller = caller;
    }

    /** True for everybody if nobody has to authenticate. */
    boolean isOne() {
        return caller.isAnonymous() || caller.hasRole(OPERATOR);
    }

    /** @throws ForbiddenException if the caller is not an operator */
    public void check() {
        if (!isOne()) {
            throw new ForbiddenException("This call needs the role " + OPERATOR);
        }
    }
}
