package io.logcast.consumer.subscriptions;

import io.quarkiverse.resteasy.problem.HttpProblem;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.Response.Status;
import jakarta.ws.rs.core.Response.StatusType;
import org.jboss.resteasy.reactive.server.ServerExceptionMapper;
import org.jspecify.annotations.Nullable;

/** What goes wrong with a subscription, as <a href="https://www.rfc-editor.org/rfc/rfc9457">RFC 9457</a> problem details. */
final class SubscriptionProblems {

    private static final int RETRY_AFTER_SECONDS = 1;
    // As RFC 9110 has it; JAX-RS 3.1 lacks it.
    private static final StatusType UNPROCESSABLE_CONTENT = new StatusType() {
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

    @ServerExceptionMapper
    Response invalid(InvalidFieldException e) {
        return problem(UNPROCESSABLE_CONTENT, e.getMessage())
                .with("field", e.field())
                .build()
                .toResponse();
    }

    @ServerExceptionMapper
    Response conflict(ConflictException e) {
        return problem(Status.CONFLICT, e.getMessage()).build().toResponse();
    }

    @ServerExceptionMapper
    Response brokerAway(BrokerAwayException e) {
        return problem(Status.SERVICE_UNAVAILABLE, e.getMessage())
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
