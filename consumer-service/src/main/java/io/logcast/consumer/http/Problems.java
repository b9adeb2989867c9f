package io.logcast.consumer.http;

import io.quarkiverse.resteasy.problem.HttpProblem;
import io.quarkus.runtime.annotations.RegisterForReflection;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.Response.Status;
import java.sql.SQLException;
import java.util.List;
import org.jboss.logging.Logger;
import org.jboss.resteasy.reactive.server.ServerExceptionMapper;

/** What goes wrong with a query, as <a href="https://www.rfc-editor.org/rfc/rfc9457">RFC 9457</a> problem details. */
final class Problems {

    private static final Logger LOG = Logger.getLogger(Problems.class);
    private static final int RETRY_AFTER_SECONDS = 1;

    /** One parameter that is not as it should be. */
    @RegisterForReflection
    record Violation(String field, String in, String message) {}

    @ServerExceptionMapper
    Response invalidParameter(InvalidParameterException e) {
        return HttpProblem.builder()
                .withStatus(Status.BAD_REQUEST)
                .withTitle(Status.BAD_REQUEST.getReasonPhrase())
                .withDetail(e.getMessage())
                .with("violations", List.of(new Violation(e.parameter(), "query", e.reason())))
                .build()
                .toResponse();
    }

    @ServerExceptionMapper
    Response databaseAway(SQLException e) {
        LOG.warnf("The archive cannot be read: %s", e.getMessage());
        return HttpProblem.builder()
                .withStatus(Status.SERVICE_UNAVAILABLE)
                .withTitle(Status.SERVICE_UNAVAILABLE.getReasonPhrase())
                .withDetail("The archive cannot be read now")
                .withHeader(HttpHeaders.RETRY_AFTER, RETRY_AFTER_SECONDS)
                .build()
                .toResponse();
    }
}
