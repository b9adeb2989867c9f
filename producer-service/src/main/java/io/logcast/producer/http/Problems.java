package io.logcast.producer.http;

import io.logcast.model.event.InvalidLogEventException;
import io.logcast.model.wire.MalformedJsonException;
import io.logcast.producer.logs.NotStoredException;
import io.logcast.producer.logs.TooManyInFlightException;
import io.quarkiverse.resteasy.problem.HttpProblem;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.Response.Status;
import jakarta.ws.rs.core.Response.StatusType;
import java.util.concurrent.TimeoutException;
import org.jboss.resteasy.reactive.server.ServerExceptionMapper;
import org.jspecify.annotations.Nullable;

/** What goes wrong with an event, as <a href="https://www.rfc-editor.org/rfc/rfc9457">RFC 9457</a> problem details. */
final class Problems {

    // RFC 9110 has it, JAX-RS 3.1 has not.
    private static final StatusType UNPROCESSABLE_CONTENT = new Response.StatusType() {
        @Override
        public int getStatusCode() {
            return 422;
        }

        @Override
        public Status.Family getFamily() {
            return Status.Family.CLIENT_ERROR;
        }

        @Override
        public String getReasonPhrase() {
            return "Unprocessable Content";
        }
    };

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
    Response tooMany(TooManyInFlightException e) {
        return retry(Status.TOO_MANY_REQUESTS, e.getMessage());
    }

    @ServerExceptionMapper
    Response notStored(NotStoredException e) {
        return retry(Status.SERVICE_UNAVAILABLE, "The broker did not store the event: " + e.getMessage());
    }

    @ServerExceptionMapper
    Response tooLate(TimeoutException e) {
        return retry(Status.SERVICE_UNAVAILABLE, "The broker did not confirm the event in time");
    }

    private static Response retry(StatusType status, @Nullable String detail) {
        return problem(status, detail + ". Send it again with the same id")
                .withHeader(HttpHeaders.RETRY_AFTER, RETRY_AFTER_SECONDS)
                .build()
                .toResponse();
    }

    private static HttpProblem.Builder problem(StatusType status, @Nullable String detail) {
        return HttpProblem.builder()
                .withStatus(status)
                .withTitle(status.getReasonPhrase())
                .withDetail(detail);
    }
}
