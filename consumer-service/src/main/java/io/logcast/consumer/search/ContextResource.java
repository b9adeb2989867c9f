package io.logcast.consumer.search;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.logcast.consumer.archive.EventLookup;
import io.logcast.consumer.archive.table.Order;
import io.logcast.consumer.archive.table.Position;
import io.logcast.consumer.filters.LogFilter;
import io.logcast.consumer.search.LogSearch.Found;
import io.logcast.http.parameters.InvalidParameterException;
import io.logcast.http.parameters.ParameterRules;
import io.logcast.model.event.LogEvent;
import io.quarkus.runtime.annotations.RegisterForReflection;
import io.vertx.ext.web.RoutingContext;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.enums.SchemaType;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.jboss.resteasy.reactive.RestPath;

/** {@code GET /api/v1/logs/{id}/context}: the events observed just before and just after one event. */
@Path("/api/v1/logs/{id}/context")
@Produces(MediaType.APPLICATION_JSON)
public class ContextResource {

    private static final int MOST = 100;

    private final EventLookup events;
    private final LogSearch search;
    private final PageMemory memory;

    ContextResource(EventLookup events, LogSearch search, PageMemory memory) {
        this.events = events;
        this.search = search;
        this.memory = memory;
    }

    /**
     * An event, and the events around it.
     *
     * @param before the events before it, oldest first
     * @param after the events after it, oldest first
     * @param partial whether requested events may be missing, because the time limit was reached or they are too large
     */
    @RegisterForReflection
    public record Surroundings(
            List<LogEvent> before,
            LogEvent event,
            List<LogEvent> after,
            @JsonInclude(JsonInclude.Include.NON_DEFAULT) boolean partial) {}

    @GET
    @Operation(
            summary = "The events before and after one event",
            description = "They are ordered by the observed timestamp, and have the same source or the same trace.")
    public Surroundings context(
            @RestPath @Parameter(schema = @Schema(type = SchemaType.STRING, format = "uuid")) String id,
            @QueryParam("before")
                    @DefaultValue("10")
                    @Schema(implementation = Integer.class, minimum = "0", maximum = "100")
                    String before,
            @QueryParam("after")
                    @DefaultValue("10")
                    @Schema(implementation = Integer.class, minimum = "0", maximum = "100")
                    String after,
            @QueryParam("in")
                    @DefaultValue("source")
                    @Parameter(description = "Whether the other events have the same source or the same trace")
                    @Schema(
                            implementation = String.class,
                            enumeration = {"source", "trace"})
                    String in,
            @Context RoutingContext call)
            throws SQLException {
        var mostBefore = ParameterRules.number("before", before, 0, MOST);
        var mostAfter = ParameterRules.number("after", after, 0, MOST);
        var isOfSource = ParameterRules.isFirst("in", in, "source", "trace");
        var event = events.event(id);
        var filter = isOfSource ? LogFilter.ofSource(event.source()) : ofTrace(event);
        var earlier = read(filter, Position.of(Order.NEWEST_FIRST, event), mostBefore, call);
        var later = read(filter, Position.of(Order.OLDEST_FIRST, event), mostAfter, call);
        var inOrder = new ArrayList<>(earlier.events());
        Collections.reverse(inOrder);
        return new Surroundings(inOrder, event, later.events(), isCut(earlier, mostBefore) || isCut(later, mostAfter));
    }

    private static LogFilter ofTrace(LogEvent event) {
        var trace = event.traceId();
        if (trace == null) {
            throw new InvalidParameterException("in", "must be source: this event has no trace id");
        }
        return LogFilter.ofTrace(trace);
    }

    private Found read(LogFilter filter, Position from, int most, RoutingContext call) throws SQLException {
        if (most == 0) {
            return new Found(List.of(), 0, null, false);
        }
        var share = memory.reserve(call);
        var found = search.find(filter, from, most);
        share.shrinkTo(found.bytes());
        return found;
    }

    private static boolean isCut(Found found, int most) {
        return found.next() != null && found.events().size() < most;
    }
}
