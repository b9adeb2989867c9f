package io.logcast.consumer.archive;

import io.logcast.model.event.LogEvent;
import jakarta.validation.constraints.Pattern;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.NotFoundException;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import java.sql.SQLException;
import java.util.List;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jboss.resteasy.reactive.RestPath;

/** {@code GET /api/v1/logs}: what the archive holds. */
@Path("/api/v1/logs")
@Produces(MediaType.APPLICATION_JSON)
public class ArchiveResource {

    private final LogEvents events;

    ArchiveResource(LogEvents events) {
        this.events = events;
    }

    /**
     * A page of the archive.
     *
     * @param events newest first
     */
    public record Page(List<LogEvent> events) {}

    @GET
    @Operation(summary = "The newest events, newest first")
    public Page newest(
            // As text: JAX-RS answers 404 where a query parameter is no number.
            @QueryParam("limit")
                    @DefaultValue("100")
                    @Pattern(regexp = "[1-9]\\d{0,2}|1000", message = "must be a number from 1 to 1000")
                    @Schema(implementation = Integer.class, minimum = "1", maximum = "1000", pattern = "")
                    String limit)
            throws SQLException {
        return new Page(events.newest(Integer.parseInt(limit)));
    }

    @GET
    @Path("{id}")
    @Operation(summary = "One event")
    public LogEvent event(@RestPath UUID id) throws SQLException {
        return events.find(id).orElseThrow(() -> new NotFoundException("No event " + id + " is archived"));
    }
}
