package io.logcast.security;

import io.logcast.http.Problem;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.Response.Status;
import org.jboss.resteasy.reactive.server.ServerExceptionMapper;

/** Answers a call without a valid token with RFC 9457 problem details. */
final class UnauthenticatedProblem {

    @ServerExceptionMapper
    Response unauthenticated(UnauthenticatedException e) {
        return Problem.of(Status.UNAUTHORIZED, String.valueOf(e.getMessage()))
                .header(HttpHeaders.WWW_AUTHENTICATE, "Bearer")
                .response();
    }
}
