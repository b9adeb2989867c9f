package io.logcast.security;

import io.logcast.http.Problem;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.Response.Status;
import org.jboss.logging.Logger;
import org.jboss.resteasy.reactive.server.ServerExceptionMapper;

/** Answers a call without a valid token, or with one that cannot be checked, with RFC 9457 problem details. */
final class UnauthenticatedProblem {

    private static final Logger LOG = Logger.getLogger(UnauthenticatedProblem.class);
    private static final int RETRY_AFTER_SECONDS = 5;

    @ServerExceptionMapper
    Response unauthenticated(UnauthenticatedException e) {
        return Problem.of(Status.UNAUTHORIZED, String.valueOf(e.getMessage()))
                .header(HttpHeaders.WWW_AUTHENTICATE, "Bearer")
                .response();
    }

    @ServerExceptionMapper
    Response issuerAway(IssuerAwayException e) {
        LOG.warnf("%s: %s", e.getMessage(), e.getCause());
        return Problem.of(Status.SERVICE_UNAVAILABLE, String.valueOf(e.getMessage()))
                .retryAfter(RETRY_AFTER_SECONDS)
                .response();
    }
}
