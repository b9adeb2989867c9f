package io.logcast.http;

import io.quarkus.vertx.http.runtime.filters.Filters;
import io.vertx.core.http.HttpHeaders;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import jakarta.ws.rs.core.MediaType;
import java.util.List;

/**
 * An {@code Accept} that lists nothing is legal (RFC 9110, 5.6.1) and treated like an absent one. Types in it that cannot be
 * read are left out, since JAX-RS would fail on them.
 */
@Singleton
final class EmptyAccept {

    private static final int FIRST = 1000;
    private static final List<String> ANYTHING = List.of(MediaType.WILDCARD);

    void register(@Observes Filters filters) {
        filters.register(EmptyAccept::remove, FIRST);
    }

    private static void remove(RoutingContext context) {
        var headers = context.request().headers();
        var lists = headers.getAll(HttpHeaders.ACCEPT);
        if (!lists.isEmpty() && !lists.equals(ANYTHING)) {
            var all = List.of(String.join(",", lists).split(",", -1));
            var readable = all.stream().filter(EmptyAccept::isReadable).toList();
            if (readable.isEmpty()) {
                headers.remove(HttpHeaders.ACCEPT);
            } else if (readable.size() < all.size()) {
                headers.set(HttpHeaders.ACCEPT, String.join(",", readable));
            }
        }
        context.next();
    }

    private static boolean isReadable(String type) {
        try {
            return !type.isBlank() && MediaType.valueOf(type.trim()) != null;
        } catch (IllegalArgumentException e) {
            return false;
        }
    }
}
