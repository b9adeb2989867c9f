package io.logcast.testing.routes;

import static io.logcast.testing.routes.Caller.bearer;
import static io.logcast.testing.routes.Caller.beginning;

import io.logcast.testing.TestIssuer;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.BiPredicate;

/** Calls routes without a token, without a role, and in each role. */
public final class Permissions {

    /** All roles. */
    public static final Set<String> ROLES = Set.of("publisher", "subscriber", "operator");

    private static final int UNAUTHORIZED = 401;
    private static final int FORBIDDEN = 403;
    private static final int ERROR = 500;

    private final Caller caller;
    private final List<String> violations = new ArrayList<>();

    private Permissions(Caller caller) {
        this.caller = caller;
    }

    /**
     * Finds wrong answers. The right ones are: without a token, 401 with an error in the format of the route; without
     * the role, 403; with the role, neither of the two; never a 500.
     *
     * @param mayCall whether that role may call that route
     * @return a sentence for each wrong answer; empty if all are right
     */
    public static List<String> violations(Caller caller, Set<Route> routes, BiPredicate<String, Route> mayCall) {
        var permissions = new Permissions(caller);
        for (var route : routes) {
            permissions.callAsNobody(route);
            permissions.callAs("nobody's role", route, TestIssuer.get().token(), false);
            for (var role : ROLES) {
                permissions.callAs(role, route, TestIssuer.get().token(role), mayCall.test(role, route));
            }
        }
        return permissions.violations;
    }

    private void callAsNobody(Route route) {
        var answer = caller.open(route);
        var challenge = answer.headers().firstValue("WWW-Authenticate").orElse("none");
        var body = beginning(answer);
        check(
                answer.statusCode() == UNAUTHORIZED
                        && challenge.equals("Bearer")
                        && (route.method().equals("HEAD") || body.contains(error(route))),
                "%s without a token: %d, challenge %s, %s".formatted(route, answer.statusCode(), challenge, body));
    }

    /** Problem details or Elasticsearch's errors; OTLP's google.rpc.Status or Splunk's code; Loki's text. */
    private static String error(Route route) {
        if (route.path().startsWith("/loki/")) {
            return "token is needed";
        }
        var hasCode = route.path().startsWith("/v1/") || route.path().startsWith("/services/");
        return hasCode ? "\"code\":" : "\"status\":401";
    }

    private void callAs(String role, Route route, String token, boolean allowed) {
        var status = caller.status(route, bearer(token));
        check(
                allowed ? status != FORBIDDEN && status != UNAUTHORIZED && status != ERROR : status == FORBIDDEN,
                "%s as %s: %d".formatted(route, role, status));
    }

    private void check(boolean holds, String violation) {
        if (!holds) {
            violations.add(violation);
        }
    }
}
