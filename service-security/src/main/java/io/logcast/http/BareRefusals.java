package io.logcast.http;

import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import io.vertx.ext.web.handler.HttpException;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.net.URI;
import java.net.URISyntaxException;

/** What is refused before JAX-RS is reached, with a {@link Problem}: Quarkus and Vert.x answer without a body. */
@Singleton
final class BareRefusals {

    private static final String NOT_A_URI =
            "The path or the query has a character that must be percent-encoded: a percent"
                    + " sign is %25, a blank %20, a plus sign %2B";

    private static final int BAD_REQUEST = 400;
    private static final int UNAUTHORIZED = 401;
    private static final int FORBIDDEN = 403;
    private static final int SERVER_ERROR = 500;

    /** Before all other routes: to match their paths, Vert.x decodes the query, and logs an error if it cannot. */
    void register(@Observes Router router) {
        router.route().order(Integer.MIN_VALUE).handler(BareRefusals::checkUri).failureHandler(BareRefusals::answer);
    }

    private static void checkUri(RoutingContext call) {
        try {
            new URI(call.request().uri());
            call.next();
        } catch (URISyntaxException e) {
            Problem.of(BAD_REQUEST, NOT_A_URI).answer(call.response());
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
        return call.failure() instanceof HttpException refused ? refused.getStatusCode() : call.statusCode();
    }

    private static String detail(int status, RoutingContext call) {
        return switch (status) {
            case BAD_REQUEST -> NOT_A_URI;
            case 404 -> "Nothing is at " + call.request().path();
            case 405 -> call.request().method() + " is not possible here";
            default -> "The request cannot be read";
        };
    }
}
