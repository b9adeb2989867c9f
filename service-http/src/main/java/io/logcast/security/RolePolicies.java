package io.logcast.security;

import io.quarkus.vertx.http.runtime.security.HttpSecurityPolicy;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.util.List;

/** The policies: one for each role, with its name, and also {@code subscriber-or-operator} and {@code any-role}. */
final class RolePolicies {

    private static final String PUBLISHER = "publisher";
    private static final String SUBSCRIBER = "subscriber";
    private static final String OPERATOR = "operator";

    @Produces
    @Singleton
    HttpSecurityPolicy publisher() {
        return new RolePolicy(PUBLISHER);
    }

    @Produces
    @Singleton
    HttpSecurityPolicy subscriber() {
        return new RolePolicy(SUBSCRIBER);
    }

    @Produces
    @Singleton
    HttpSecurityPolicy operator() {
        return new RolePolicy(OPERATOR);
    }

    @Produces
    @Singleton
    HttpSecurityPolicy subscriberOrOperator() {
        return new RolePolicy("subscriber-or-operator", List.of(SUBSCRIBER, OPERATOR));
    }

    @Produces
    @Singleton
    HttpSecurityPolicy anyRole() {
        return new RolePolicy("any-role", List.of(PUBLISHER, SUBSCRIBER, OPERATOR));
    }
}
