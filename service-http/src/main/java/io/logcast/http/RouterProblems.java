package io.logcast.http;

import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import io.vertx.ext.web.handler.HttpException;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import jakarta.ws.rs.core.Response.Status;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.Set;

/** Answers requests that Vert.x refuses before JAX-RS sees them, such as a path that is not a URI, as {@link Problem}s. */
@Singleton
final class RouterProblems {

    private static final int FIRST = Integer.MIN_VALUE;
    // 401 and 403 are answered where callers are known.
    private static final Set<Integer> ANSWERED = Set.of(400, 404, 405, 413, 414, 415, 431);

    /** Registered before all other routes: to match their paths, Vert.x decodes the query, and logs an error if it cannot. */
    void register(@Observes Router router) {
        ANSWERED.forEach(status -> router.errorHandler(status, call -> answer(call, status)));
        router.route().order(FIRST).handler(RouterProblems::checkUri).failureHandler(RouterProblems::failed);
    }

    private static void checkUri(RoutingContext call) {
        try {
            new URI(call.request().uri());
            call.next();
        } catch (URISyntaxException e) {
            answer(call, Status.BAD_REQUEST.getStatusCode());
        }
    }

    private static void failed(RoutingContext call) {
        var status = call.failure() instanceof HttpException refused ? refused.getStatusCode() : call.statusCode();
        var isRefusal = call.failure() == null || call.failure() instanceof HttpException;
        if (isRefusal && ANSWERED.contains(status) && !call.response().headWritten()) {
            answer(call, status);
        } else {
            call.next();
        }
    }

    private static void answer(RoutingContext call, int status) {
        Problem.of(status, detail(call, status)).answer(call.request());
    }

    /** Tells the client how to correct a request that never reached a resource. */
    static String detail(int status) {
        return switch (status) {
            case 413 -> "The body is too large";
            case 414 -> "The URI is too long";
            case 415 -> "The Content-Type is not supported";
            case 431 -> "The headers are too large";
            default ->
                "The path or the query has a character that must be percent-encoded: a percent sign is %25, a blank %20, a"
                        + " plus sign %2B";
        };
    }

    private static String detail(RoutingContext call, int status) {
        return switch (status) {
            case 404 -> "Nothing is at " + call.request().path();
            case 405 -> call.request().method() + " is not allowed here";
            default -> detail(status);
        };
    }
}
