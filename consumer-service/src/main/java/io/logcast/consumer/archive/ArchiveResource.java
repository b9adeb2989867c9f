package io.logcast.consumer.archive;

import io.logcast.consumer.archive.table.ArchivedEvent;
import io.logcast.consumer.archive.table.LogEventTable;
import io.logcast.http.ProblemException;
import io.logcast.model.event.LogEvent;
import io.logcast.model.wire.Ids;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.NotFoundException;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import java.sql.SQLException;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.enums.SchemaType;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.jboss.resteasy.reactive.RestPath;

/** {@code GET /api/v1/logs/{id}}: one event of the archive. */
@Path("/api/v1/logs")
@Produces(MediaType.APPLICATION_JSON)
public class ArchiveResource {

    private final LogEventTable events;

    ArchiveResource(LogEventTable events) {
        this.events = events;
    }

    @GET
    @Path("{id}")
    @Operation(summary = "One event")
    public LogEvent event(@RestPath @Parameter(schema = @Schema(type = SchemaType.STRING, format = "uuid")) String id)
            throws SQLException {
        var event = parse(id);
        return events.find(event)
                .map(ArchivedEvent::event)
                .orElseThrow(() -> ProblemException.notFound("No event " + event + " is archived"));
    }

    private static UUID parse(String id) {
        try {
            return Ids.parse(id);
        } catch (IllegalArgumentException e) {
            throw new NotFoundException(e);
        }
    }
}
