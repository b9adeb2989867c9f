package io.logcast.consumer.security;

import io.logcast.security.Callers;
import io.logcast.security.ChangingCalls;
import io.quarkus.security.AuthenticationFailedException;
import io.quarkus.security.ForbiddenException;
import io.quarkus.security.identity.SecurityIdentity;
import io.quarkus.security.runtime.QuarkusSecurityIdentity;
import io.quarkus.vertx.http.runtime.security.HttpSecurityPolicy;
import io.smallrye.mutiny.Uni;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.ext.web.RoutingContext;
import jakarta.inject.Singleton;
import jakarta.ws.rs.core.MediaType;
import java.util.Set;

/**
 * The policy {@code caller}: the caller has a valid token, or the session cookie that the page got by signing in. A
 * browser that opens the page without it is sent to sign in; any other call is answered 401.
 */
@Singleton
final class CallerPolicy implements HttpSecurityPolicy {

    private static final Set<String> PAGE = Set.of("/", "/index.html");
    private static final Set<String> READING = Set.of("GET", "HEAD");
    private static final SecurityIdentity NOBODY =
            QuarkusSecurityIdentity.builder().setAnonymous(true).build();

    @Override
    public String name() {
        return "caller";
    }

    @Override
    public Uni<CheckResult> checkPermission(
            RoutingContext call, Uni<SecurityIdentity> identity, AuthorizationRequestContext context) {
        var known = Callers.identify(call, identity);
        if (isPage(call.request())) {
            return known.onFailure(AuthenticationFailedException.class)
                    .recoverWithItem(NOBODY)
                    // If an anonymous caller is denied, Quarkus starts the code flow.
                    .map(caller -> caller.isAnonymous() ? new CheckResult(false, caller) : CheckResult.PERMIT);
        }
        return Callers.authenticated(
                        known,
                        "The token, or the session, is not valid",
                        "A bearer token is needed, or a session of the web page")
                .map(caller -> checkOrigin(call));
    }

    private static CheckResult checkOrigin(RoutingContext call) {
        var request = call.request();
        if (ChangingCalls.has(call) && !hasToken(request) && !isFromPage(request)) {
            throw new ForbiddenException("With the session's cookie only the web page itself may change something");
        }
        return CheckResult.PERMIT;
    }

    private static boolean isPage(HttpServerRequest request) {
        return PAGE.contains(request.path())
                && READING.contains(request.method().name())
                && !hasToken(request)
                && request.headers().contains(HttpHeaders.ACCEPT)
                && request.getHeader(HttpHeaders.ACCEPT).contains(MediaType.TEXT_HTML);
    }

    private static boolean hasToken(HttpServerRequest request) {
        return request.headers().contains(HttpHeaders.AUTHORIZATION);
    }

    /** Set by the browser itself; no page can (<a href="https://www.w3.org/TR/fetch-metadata/">Fetch Metadata</a>). */
    private static boolean isFromPage(HttpServerRequest request) {
        return "same-origin".equals(request.getHeader("Sec-Fetch-Site"));
    }
}
