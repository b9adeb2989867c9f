package io.logcast.security;

import io.logcast.security.SecurityConfig.Authentication;
import io.quarkus.security.spi.runtime.AuthorizationController;
import jakarta.annotation.Priority;
import jakarta.enterprise.inject.Alternative;
import jakarta.inject.Singleton;
import jakarta.interceptor.Interceptor;

/** Without authentication, no roles are required. */
@Alternative
@Priority(Interceptor.Priority.LIBRARY_AFTER)
@Singleton
class Authorization extends AuthorizationController {

    private final SecurityConfig security;

    Authorization(SecurityConfig security) {
        this.security = security;
    }

    @Override
    public boolean isAuthorizationEnabled() {
        return security.authentication() != Authentication.NONE;
    }
}
