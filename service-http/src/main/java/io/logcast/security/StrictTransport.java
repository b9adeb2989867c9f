package io.logcast.security;

import io.quarkus.vertx.http.runtime.filters.Filters;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;

/** Tells browsers that call over TLS never to call without it again (RFC 6797). */
@Singleton
final class StrictTransport {

    private static final String YEAR = "max-age=31536000";
    // Before authentication, so that refusals have it too.
    private static final int FIRST = 1000;

    void register(@Observes Filters filters) {
        filters.register(StrictTransport::addHeader, FIRST);
    }

    private static void addHeader(RoutingContext context) {
        if (context.request().isSSL()) {
            context.response().putHeader("Strict-Transport-Security", YEAR);
        }
        context.next();
    }
}
