package io.logcast.consumer.archive;

import io.logcast.consumer.archive.table.ArchivedEvent;
import io.logcast.consumer.archive.table.LogEventTable;
import io.logcast.http.ProblemException;
import io.logcast.model.event.LogEvent;
import io.logcast.model.wire.Ids;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.ws.rs.NotFoundException;
import java.sql.SQLException;
import java.util.UUID;

/** Finds the event that a path names. */
@ApplicationScoped
public class EventLookup {

    private final LogEventTable events;

    EventLookup(LogEventTable events) {
        this.events = events;
    }

    /**
     * The archived event of that id.
     *
     * @throws NotFoundException if it is not an id
     * @throws ProblemException 404 if it is not archived
     */
    public LogEvent event(String id) throws SQLException {
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
