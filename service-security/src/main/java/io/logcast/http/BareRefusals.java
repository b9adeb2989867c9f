package io.logcast.http;

import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import io.vertx.ext.web.handler.HttpException;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;

/** What Vert.x refuses before JAX-RS is reached, with a {@link Problem}: by itself it answers without a body. */
@Singleton
final class BareRefusals {

    /** Its failure handler comes before Quarkus' own. */
    private static final int FIRST_ROUTE = -1_000_000;

    private static final int BAD_REQUEST = 400;
    private static final int UNAUTHORIZED = 401;
    private static final int FORBIDDEN = 403;
    private static final int SERVER_ERROR = 500;

    void register(@Observes Router router) {
        router.route().order(FIRST_ROUTE).failureHandler(BareRefusals::answer);
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
