package io.logcast.consumer.archive;

import io.logcast.http.Problem;
import io.logcast.model.event.LogEvent;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response.Status;
import java.sql.SQLException;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.jboss.resteasy.reactive.RestPath;

/** {@code GET /api/v1/logs/{id}}: one event of the archive. */
@Path("/api/v1/logs")
@Produces(MediaType.APPLICATION_JSON)
public class ArchiveResource {

    private final LogEvents events;

    ArchiveResource(LogEvents events) {
        this.events = events;
    }

    @GET
    @Path("{id}")
    @Operation(summary = "One event")
    public LogEvent event(@RestPath UUID id) throws SQLException {
        return events.find(id)
                .orElseThrow(() -> Problem.of(Status.NOT_FOUND, "No event " + id + " is archived")
                        .exception());
    }
}
