package io.logcast.consumer.archive;

import io.logcast.model.event.LogEvent;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import java.sql.SQLException;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.enums.SchemaType;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.jboss.resteasy.reactive.RestPath;

/** {@code GET /api/v1/logs/{id}}: one archived event. */
@Path("/api/v1/logs")
@Produces(MediaType.APPLICATION_JSON)
public class ArchiveResource {

    private final EventLookup events;

    ArchiveResource(EventLookup events) {
        this.events = events;
    }

    @GET
    @Path("{id}")
    @Operation(summary = "One event")
    public LogEvent event(@RestPath @Parameter(schema = @Schema(type = SchemaType.STRING, format = "uuid")) String id)
            throws SQLException {
        return events.event(id);
    }
}
