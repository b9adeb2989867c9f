package io.logcast.producer.http;

import io.logcast.model.event.InvalidLogEventException;
import io.logcast.model.wire.MalformedJsonException;
import io.logcast.producer.requests.RefusedException;
import io.quarkiverse.resteasy.problem.HttpProblem;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.Response.Status;
import jakarta.ws.rs.core.Response.StatusType;
import org.jboss.resteasy.reactive.server.ServerExceptionMapper;
import org.jspecify.annotations.Nullable;

/** What goes wrong with an event, as <a href="https://www.rfc-editor.org/rfc/rfc9457">RFC 9457</a> problem details. */
final class Problems {

    // As RFC 9110 has them: JAX-RS 3.1 lacks one and names the other as its predecessor did.
    private static final StatusType UNPROCESSABLE_CONTENT = new ClientError(422, "Unprocessable Content");
    private static final StatusType CONTENT_TOO_LARGE = new ClientError(413, "Content Too Large");

    private record ClientError(int getStatusCode, String getReasonPhrase) implements StatusType {
        @Override
        public Status.Family getFamily() {
            return Status.Family.CLIENT_ERROR;
        }
    }

    private static final int RETRY_AFTER_SECONDS = 1;

    @ServerExceptionMapper
    Response malformed(MalformedJsonException e) {
        return problem(Status.BAD_REQUEST, "The body is not JSON: " + e.getMessage())
                .build()
                .toResponse();
    }

    @ServerExceptionMapper
    Response invalid(InvalidLogEventException e) {
        return problem(UNPROCESSABLE_CONTENT, e.getMessage())
                .with("field", e.field())
                .build()
                .toResponse();
    }

    @ServerExceptionMapper
    Response refused(RefusedException e) {
        var status = status(e.status());
        if (!e.isRetryable()) {
            return problem(status, e.getMessage()).build().toResponse();
        }
        return problem(status, e.getMessage() + ". Send it again with the same id")
                .withHeader(HttpHeaders.RETRY_AFTER, RETRY_AFTER_SECONDS)
                .build()
                .toResponse();
    }

    private static StatusType status(int code) {
        return code == CONTENT_TOO_LARGE.getStatusCode() ? CONTENT_TOO_LARGE : Status.fromStatusCode(code);
    }

    private static HttpProblem.Builder problem(StatusType status, @Nullable String detail) {
        return HttpProblem.builder()
                .withStatus(status)
                .withTitle(status.getReasonPhrase())
                .withDetail(detail);
    }
}
