package io.logcast.producer.http;

import io.logcast.http.Problem;
import io.logcast.model.event.InvalidLogEventException;
import io.logcast.model.wire.MalformedJsonException;
import io.logcast.producer.requests.RefusedException;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.Response.Status;
import org.jboss.resteasy.reactive.server.ServerExceptionMapper;

/** What goes wrong with an event, as <a href="https://www.rfc-editor.org/rfc/rfc9457">RFC 9457</a> problem details. */
final class Problems {

    private static final int UNPROCESSABLE = 422;
    private static final int RETRY_AFTER_SECONDS = 1;

    @ServerExceptionMapper
    Response malformed(MalformedJsonException e) {
        return Problem.of(Status.BAD_REQUEST, "The body is not JSON: " + e.getMessage())
                .response();
    }

    @ServerExceptionMapper
    Response invalid(InvalidLogEventException e) {
        return Problem.of(UNPROCESSABLE, String.valueOf(e.getMessage()))
                .with("field", e.field())
                .response();
    }

    @ServerExceptionMapper
    Response refused(RefusedException e) {
        return e.isRetryable()
                ? Problem.of(e.status(), e.getMessage() + ". Send it again with the same id")
                        .retryAfter(RETRY_AFTER_SECONDS)
                        .response()
                : Problem.of(e.status(), String.valueOf(e.getMessage())).response();
    }
}
