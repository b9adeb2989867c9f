package io.logcast.consumer.search;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.logcast.consumer.archive.table.Order;
import io.logcast.consumer.archive.table.Position;
import io.logcast.consumer.filters.FilterParameters;
import io.logcast.consumer.filters.LogFilter;
import io.logcast.http.parameters.ParameterRules;
import io.logcast.model.event.LogEvent;
import io.logcast.model.wire.LogMessage;
import io.quarkus.runtime.annotations.RegisterForReflection;
import io.vertx.ext.web.RoutingContext;
import jakarta.ws.rs.BeanParam;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.sql.SQLException;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.enums.SchemaType;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.jspecify.annotations.Nullable;

/** {@code GET /api/v1/logs}: searches the archive. */
@Path("/api/v1/logs")
public class SearchResource {

    private final LogSearch search;
    private final PageMemory memory;

    SearchResource(LogSearch search, PageMemory memory) {
        this.search = search;
        this.memory = memory;
    }

    /**
     * A page of the archive.
     *
     * @param events in the requested order
     * @param next the cursor of the next page; absent at the end
     * @param partial whether the time limit was reached before the page was full
     */
    @RegisterForReflection
    public record Page(
            List<LogEvent> events,

            @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable
            String next,

            @JsonInclude(JsonInclude.Include.NON_DEFAULT) boolean partial) {}

    @GET
    @Produces({MediaType.APPLICATION_JSON, LogMessage.CONTENT_TYPE, ExportFormat.CSV_TYPE})
    @Operation(
            summary = "Search the archive",
            description = "attr.NAME=VALUE matches an attribute, such as attr.tenant=acme. With Accept:"
                    + " application/x-ndjson or text/csv, the answer has all matching events, one per line or row;"
                    + " limit and cursor are then not allowed.")
    @APIResponse(
            responseCode = "200",
            content = {
                @Content(mediaType = MediaType.APPLICATION_JSON, schema = @Schema(implementation = Page.class)),
                @Content(mediaType = LogMessage.CONTENT_TYPE, schema = @Schema(implementation = LogEvent.class)),
                @Content(mediaType = ExportFormat.CSV_TYPE, schema = @Schema(type = SchemaType.STRING))
            })
    public Response search(
            @BeanParam FilterParameters parameters,
            // A String, since JAX-RS would answer 404 if a numeric query parameter is not a number.
            @QueryParam("limit")
                    @DefaultValue("100")
                    @Schema(implementation = Integer.class, minimum = "1", maximum = "1000")
                    String limit,
            @QueryParam("cursor") @Parameter(description = "`next` from the previous page") @Nullable String cursor,
            @QueryParam("order")
                    @DefaultValue("desc")
                    @Parameter(description = "desc: newest first; asc: oldest first. Must be the same for all pages")
                    @Schema(
                            implementation = String.class,
                            enumeration = {"desc", "asc"})
                    String direction,
            @Context HttpHeaders headers,
            @Context RoutingContext call)
            throws SQLException {
        var isNewestFirst = ParameterRules.isFirst("order", direction, "desc", "asc");
        // Not chosen by JAX-RS: a client that accepts anything must get a page, not an export.
        var format = ExportFormat.of(headers.getAcceptableMediaTypes());
        if (format.isPresent()) {
            var filter = parameters.without("limit", "cursor").filter();
            return export(filter, order(filter, isNewestFirst), format.get(), call);
        }
        var filter = parameters.filter();
        return Response.ok(
                        page(filter, limit, order(filter, isNewestFirst), cursor, call),
                        MediaType.APPLICATION_JSON_TYPE)
                .build();
    }

    private static Order order(LogFilter filter, boolean isNewestFirst) {
        return isNewestFirst ? Order.newestFirst(filter.time()) : Order.oldestFirst(filter.time());
    }

    private Page page(LogFilter filter, String limit, Order order, @Nullable String cursor, RoutingContext call)
            throws SQLException {
        var size = ParameterRules.limit(limit);
        var from = cursor == null ? Position.startOf(order) : Position.ofCursor(order, cursor);
        var share = memory.reserve(call);
        var found = search.find(filter, from, size);
        share.shrinkTo(found.bytes());
        var next = found.next();
        return new Page(found.events(), next == null ? null : next.cursor(), found.isPartial());
    }

    private Response export(LogFilter filter, Order order, ExportFormat format, RoutingContext call)
            throws SQLException {
        var share = memory.reserve(call);
        var first = search.find(filter, Position.startOf(order), Export.EVENTS_AT_A_TIME);
        share.shrinkTo(first.bytes());
        var export =
                new Export(search, filter, first, share, format, call.request().connection());
        return Response.ok(export, format.contentType()).build();
    }
}
