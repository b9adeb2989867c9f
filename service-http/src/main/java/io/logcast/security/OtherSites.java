package io.logcast.security;

import io.logcast.http.Problem;
import io.logcast.security.SecurityConfig.Authentication;
import io.quarkus.vertx.http.runtime.filters.Filters;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import org.eclipse.microprofile.config.Config;

/**
 * Without authentication every page that a browser shows could call this service from inside the browser's network.
 * So pages of other sites may change nothing, and the service answers only to its own names.
 */
@Singleton
final class OtherSites {

    // Of Quarkus' own filters, CORS has 300 and authentication 200.
    private static final int BEFORE_CORS = 500;

    void register(@Observes Filters filters, SecurityConfig security, HttpConfig http, Config config) {
        if (security.authentication() == Authentication.NONE) {
            var sites = Sites.of(http, config);
            filters.register(call -> check(call, sites), BEFORE_CORS);
        }
    }

    private static void check(RoutingContext call, Sites sites) {
        var request = call.request();
        var authority = request.authority();
        if (!sites.isOurs(authority)) {
            refuse(
                    call,
                    "Without authentication this service answers to localhost, to IP addresses, and to the names in"
                            + " LOGCAST_HTTP_HOSTS; the header Host names another: " + authority.host());
        } else if (ChangingCalls.has(call) && sites.isOfAnother(request)) {
            refuse(
                    call,
                    "Without authentication a page of another site may change nothing here, unless its origin is in"
                            + " QUARKUS_HTTP_CORS_ORIGINS");
        } else {
            call.next();
        }
    }

    private static void refuse(RoutingContext call, String detail) {
        Problem.of(403, detail).answer(call.request());
    }
}
