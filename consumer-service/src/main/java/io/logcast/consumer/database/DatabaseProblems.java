package io.logcast.consumer.database;

import io.logcast.http.ProblemException;
import jakarta.ws.rs.core.Response;
import java.sql.SQLException;
import org.jboss.logging.Logger;
import org.jboss.resteasy.reactive.server.ServerExceptionMapper;

/** Answers calls whose SQL failed. */
final class DatabaseProblems {

    private static final Logger LOG = Logger.getLogger(DatabaseProblems.class);
    /** PostgreSQL's code for text that it cannot store. */
    private static final String INVALID_CHARACTER = "22021";

    @ServerExceptionMapper
    Response databaseAway(SQLException e) {
        if (INVALID_CHARACTER.equals(e.getSQLState())) {
            return ProblemException.badRequest("The NUL character is not allowed here")
                    .response();
        }
        LOG.warnf("The database cannot be used: %s", e.getMessage());
        return ProblemException.unavailable("The database cannot be used now").response();
    }
}
