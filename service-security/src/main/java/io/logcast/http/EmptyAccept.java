package io.logcast.http;

import io.quarkus.vertx.http.runtime.filters.Filters;
import io.vertx.core.http.HttpHeaders;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;

/** An {@code Accept} that lists nothing is legal (RFC 9110, 5.6.1) and wants nothing in particular, as no header does. */
@Singleton
final class EmptyAccept {

    private static final int FIRST = 1000;

    void register(@Observes Filters filters) {
        filters.register(EmptyAccept::remove, FIRST);
    }

    private static void remove(RoutingContext context) {
        var headers = context.request().headers();
        if (headers.contains(HttpHeaders.ACCEPT)
                && headers.getAll(HttpHeaders.ACCEPT).stream().allMatch(String::isBlank)) {
            headers.remove(HttpHeaders.ACCEPT);
        }
        context.next();
    }
}
