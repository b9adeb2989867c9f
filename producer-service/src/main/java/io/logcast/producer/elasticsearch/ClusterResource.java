package io.logcast.producer.elasticsearch;

import io.logcast.producer.fields.QueryDefaults;
import io.vertx.ext.web.RoutingContext;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;

/**
 * Answers what clients of Elasticsearch ask before they send: whether it is a healthy Elasticsearch of a release that they
 * know.
 */
@Path("/")
public class ClusterResource {

    /** Some clients refuse a server that is older than they are. */
    private static final String INFO = """
            {"name":"logcast","cluster_name":"logcast","cluster_uuid":"bG9nY2FzdC1sb2djYXN0LQ",\
            "version":{"number":"9.9.0","build_flavor":"default","build_type":"tar","build_hash":"logcast",\
            "build_date":"2026-01-01T00:00:00Z","build_snapshot":false,"lucene_version":"10.0.0",\
            "minimum_wire_compatibility_version":"8.19.0","minimum_index_compatibility_version":"8.0.0"},\
            "tagline":"You Know, for Search"}""";

    private static final String LICENSE = """
            {"license":{"status":"active","uid":"00000000-0000-0000-0000-000000000000","type":"basic",\
            "issue_date":"2026-01-01T00:00:00.000Z","issue_date_in_millis":1767225600000,"max_nodes":1000,\
            "max_resource_units":null,"issued_to":"logcast","issuer":"logcast","start_date_in_millis":-1}}""";

    private static final String HEALTH = """
            {"cluster_name":"logcast","status":"green","timed_out":false,"number_of_nodes":1,"number_of_data_nodes":1,\
            "active_primary_shards":1,"active_shards":1,"relocating_shards":0,"initializing_shards":0,\
            "unassigned_shards":0,"delayed_unassigned_shards":0,"number_of_pending_tasks":0,"number_of_in_flight_fetch":0,\
            "task_max_waiting_in_queue_millis":0,"active_shards_percent_as_number":100.0}""";

    /** The health as a table row. After a failure, rsyslog sends again only once this is answered 200. */
    private static final String HEALTH_ROW = "0 00:00:00 logcast green 1 1 1 1 0 0 0 0 0 - 100.0%\n";

    @GET
    @Produces(MediaType.WILDCARD)
    @Operation(summary = "Tell clients of Elasticsearch which release this is")
    @APIResponse(responseCode = "200", description = "Elasticsearch's answer, with the protocol's release")
    public Response info(@Context RoutingContext context) {
        return answer(context, INFO);
    }

    @GET
    @Path("_license")
    @Produces(MediaType.WILDCARD)
    @Operation(summary = "Tell clients of Elasticsearch that the license allows everything")
    @APIResponse(responseCode = "200", description = "Elasticsearch's answer")
    public Response license(@Context RoutingContext context) {
        return answer(context, LICENSE);
    }

    @GET
    @Path("_cluster/health")
    @Produces(MediaType.WILDCARD)
    @Operation(
            summary = "Tell clients of Elasticsearch that requests are served",
            description = "It says nothing about the broker: while that is away, documents are answered 429.")
    @APIResponse(responseCode = "200", description = "Elasticsearch's answer")
    public Response health(@Context RoutingContext context) {
        return answer(context, HEALTH);
    }

    @GET
    @Path("_cat/health")
    @Produces(MediaType.WILDCARD)
    @Operation(summary = "The same as /_cluster/health, as a line of text")
    @APIResponse(responseCode = "200", description = "Elasticsearch's answer")
    public Response healthRow(@Context RoutingContext context) {
        QueryDefaults.of(context.request(), Parameters.IGNORED);
        return Response.ok(HEALTH_ROW, MediaType.TEXT_PLAIN_TYPE).build();
    }

    /** Answers in plain JSON, even if the client prefers a media type of Elasticsearch's own. */
    private static Response answer(RoutingContext context, String json) {
        QueryDefaults.of(context.request(), Parameters.IGNORED);
        return Response.ok(json, MediaType.APPLICATION_JSON_TYPE).build();
    }
}
