package io.logcast.consumer.subscriptions;

import io.logcast.http.Problem;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.Response.Status;
import org.jboss.resteasy.reactive.server.ServerExceptionMapper;

/** What goes wrong with a subscription, as <a href="https://www.rfc-editor.org/rfc/rfc9457">RFC 9457</a> problem details. */
final class SubscriptionProblems {

    private static final int UNPROCESSABLE = 422;
    private static final int RETRY_AFTER_SECONDS = 1;
    private static final int UNTIL_SOME_ARE_DELETED_SECONDS = 60;

    @ServerExceptionMapper
    Response invalid(InvalidFieldException e) {
        return Problem.of(UNPROCESSABLE, String.valueOf(e.getMessage()))
                .with("field", e.field())
                .response();
    }

    @ServerExceptionMapper
    Response conflict(ConflictException e) {
        return Problem.of(Status.CONFLICT, String.valueOf(e.getMessage())).response();
    }

    @ServerExceptionMapper
    Response tooMany(TooManyException e) {
        return Problem.of(Status.TOO_MANY_REQUESTS, String.valueOf(e.getMessage()))
                .retryAfter(UNTIL_SOME_ARE_DELETED_SECONDS)
                .response();
    }

    @ServerExceptionMapper
    Response brokerAway(BrokerAwayException e) {
        return Problem.of(Status.SERVICE_UNAVAILABLE, String.valueOf(e.getMessage()))
                .retryAfter(RETRY_AFTER_SECONDS)
                .response();
    }
}
