package io.logcast.consumer.http;

import io.logcast.http.Problem;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.Response.Status;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import org.jboss.logging.Logger;
import org.jboss.resteasy.reactive.server.ServerExceptionMapper;

/** What goes wrong with a query, as <a href="https://www.rfc-editor.org/rfc/rfc9457">RFC 9457</a> problem details. */
final class Problems {

    private static final Logger LOG = Logger.getLogger(Problems.class);
    private static final int RETRY_AFTER_SECONDS = 1;
    /** PostgreSQL's code for text that it cannot have. */
    private static final String INVALID_CHARACTER = "22021";

    @ServerExceptionMapper
    Response invalidParameter(InvalidParameterException e) {
        var violation = Map.of("field", e.parameter(), "in", "query", "message", e.reason());
        return Problem.of(Status.BAD_REQUEST, String.valueOf(e.getMessage()))
                .with("violations", List.of(violation))
                .response();
    }

    @ServerExceptionMapper
    Response databaseAway(SQLException e) {
        if (INVALID_CHARACTER.equals(e.getSQLState())) {
            return Problem.of(Status.BAD_REQUEST, "The character NUL is not possible here")
                    .response();
        }
        LOG.warnf("The archive cannot be read: %s", e.getMessage());
        return Problem.of(Status.SERVICE_UNAVAILABLE, "The archive cannot be read now")
                .retryAfter(RETRY_AFTER_SECONDS)
                .response();
    }
}
