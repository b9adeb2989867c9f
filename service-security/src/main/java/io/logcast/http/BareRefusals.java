package io.logcast.http;

import io.quarkus.vertx.http.runtime.filters.Filters;
import io.vertx.core.http.HttpHeaders;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import io.vertx.ext.web.handler.HttpException;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import jakarta.ws.rs.core.MediaType;

/** What Vert.x refuses before JAX-RS is reached, with a {@link Problem}: by itself it answers without a body. */
@Singleton
final class BareRefusals {

    /** Of Quarkus' own filters, CORS has 300. */
    private static final int FIRST = 600;
    /** Its failure handler comes before Quarkus' own. */
    private static final int FIRST_ROUTE = -1_000_000;

    private static final int BAD_REQUEST = 400;
    private static final int UNAUTHORIZED = 401;
    private static final int FORBIDDEN = 403;
    private static final int SERVER_ERROR = 500;

    void register(@Observes Filters filters) {
        filters.register(BareRefusals::forgetUnreadableAccept, FIRST);
    }

    void register(@Observes Router router) {
        router.route().order(FIRST_ROUTE).failureHandler(BareRefusals::answer);
    }

    /** A header Accept that is empty, or cannot be read, asks for nothing; JAX-RS fails on it. */
    private static void forgetUnreadableAccept(RoutingContext call) {
        var accept = call.request().getHeader(HttpHeaders.ACCEPT);
        if (accept != null && !accept.equals(MediaType.WILDCARD) && !isReadable(accept)) {
            call.request().headers().remove(HttpHeaders.ACCEPT);
        }
        call.next();
    }

    private static boolean isReadable(String accept) {
        try {
            for (var type : accept.split(",")) {
                MediaType.valueOf(type.trim());
            }
            return true;
        } catch (IllegalArgumentException e) {
            return false;
        }
    }

    private static void answer(RoutingContext call) {
        var status = status(call);
        var isBare = status >= BAD_REQUEST && status < SERVER_ERROR && status != UNAUTHORIZED && status != FORBIDDEN;
        if (isBare && !call.response().headWritten()) {
            Problem.of(status, detail(status, call)).answer(call.response());
        } else {
            call.next();
        }
    }

    private static int status(RoutingContext call) {
        if (call.failure() instanceof HttpException refused) {
            return refused.getStatusCode();
        }
        // Of a path or a query that cannot be decoded.
        return call.failure() instanceof IllegalArgumentException ? BAD_REQUEST : call.statusCode();
    }

    private static String detail(int status, RoutingContext call) {
        return switch (status) {
            case BAD_REQUEST -> "The path or the query is not percent-encoded UTF-8: a percent sign is %25";
            case 404 -> "Nothing is at " + call.request().path();
            case 405 -> call.request().method() + " is not possible here";
            default -> "The request cannot be read";
        };
    }
}
