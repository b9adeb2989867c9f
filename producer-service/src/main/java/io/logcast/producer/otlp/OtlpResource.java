package io.logcast.producer.otlp;

import com.google.protobuf.InvalidProtocolBufferException;
import io.logcast.model.event.LogEvent;
import io.logcast.model.wire.Fallbacks;
import io.logcast.producer.fields.Handling;
import io.logcast.producer.fields.QueryDefaults;
import io.logcast.producer.logs.BatchAnswer;
import io.logcast.producer.logs.Batches;
import io.logcast.producer.logs.EventDefaults;
import io.logcast.producer.logs.EventFormat;
import io.logcast.producer.logs.RefusedEvents;
import io.logcast.producer.requests.Failures;
import io.logcast.producer.requests.RefusedException;
import io.logcast.producer.requests.RequestBodies;
import io.opentelemetry.proto.collector.logs.v1.ExportLogsPartialSuccess;
import io.opentelemetry.proto.collector.logs.v1.ExportLogsServiceRequest;
import io.opentelemetry.proto.collector.logs.v1.ExportLogsServiceResponse;
import io.opentelemetry.proto.logs.v1.ResourceLogs;
import io.vertx.ext.web.RoutingContext;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.util.Iterator;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.ExampleObject;
import org.eclipse.microprofile.openapi.annotations.parameters.RequestBody;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/** {@code POST /v1/logs}: OTLP/HTTP, for the exporters of OpenTelemetry's SDKs and its collector. */
@Path(OtlpResource.PATH)
public class OtlpResource {

    static final String PATH = "/v1/logs";

    private static final Logger LOG = Logger.getLogger(OtlpResource.class);
    private static final RefusedException UNSUPPORTED = new RefusedException(
            RefusedException.UNSUPPORTED,
            "Content-Type must be %s or %s".formatted(OtlpFormat.PROTOBUF_TYPE, OtlpFormat.JSON_TYPE));

    private final RequestBodies bodies;
    private final Batches batches;
    private final EventDefaults defaults;
    private final RefusedEvents refused;

    OtlpResource(RequestBodies bodies, Batches batches, EventDefaults defaults, RefusedEvents refused) {
        this.refused = refused;
        this.bodies = bodies;
        this.batches = batches;
        this.defaults = defaults;
    }

    @POST
    // Faults in the headers are answered in OTLP's form too.
    @Consumes(MediaType.WILDCARD)
    @Produces(MediaType.WILDCARD)
    @Operation(summary = "Broadcast the log records of an OTLP/HTTP export")
    @RequestBody(
            description = "An ExportLogsServiceRequest; Content-Encoding may be gzip, deflate or zstd",
            content = {
                @Content(mediaType = OtlpFormat.PROTOBUF_TYPE),
                @Content(mediaType = OtlpFormat.JSON_TYPE, examples = @ExampleObject(name = "one record", value = """
                        {"resourceLogs":[{"resource":{"attributes":[
                          {"key":"service.name","value":{"stringValue":"payments.api"}}]},
                         "scopeLogs":[{"scope":{"name":"io.example.Cards"},"logRecords":[
                          {"timeUnixNano":"1769903999123456789","severityNumber":17,
                           "body":{"stringValue":"card declined"},
                           "traceId":"4bf92f3577b34da6a3ce929d0e0e4736","spanId":"00f067aa0ba902b7"}]}]}]}"""))
            })
    @APIResponse(
            responseCode = "200",
            description = "The broker has stored all records except those that partial_success counts")
    @APIResponse(responseCode = "400", description = "The body is not an ExportLogsServiceRequest")
    @APIResponse(responseCode = "413", description = "The body is too large, or has too many records and attributes")
    @APIResponse(responseCode = "415", description = "Neither application/x-protobuf nor application/json")
    @APIResponse(responseCode = "429", description = "Too many requests; send it again after Retry-After")
    @APIResponse(responseCode = "503", description = "The broker did not store all; send it again after Retry-After")
    public CompletionStage<Response> export(
            @Context RoutingContext context, @HeaderParam(HttpHeaders.CONTENT_TYPE) @Nullable String type) {
        var format = OtlpFormat.of(type);
        if (format == null) {
            refused.request(EventFormat.OTLP, UNSUPPORTED);
            return CompletableFuture.completedFuture(refusal(UNSUPPORTED, OtlpFormat.JSON));
        }
        Fallbacks fallbacks;
        try {
            fallbacks = QueryDefaults.of(context.request());
        } catch (RefusedException e) {
            refused.request(EventFormat.OTLP, e);
            return CompletableFuture.completedFuture(refusal(e, format));
        }
        var values = new AnyValues(Handling.of(context));
        return bodies.whole(context, format::elements)
                .thenApply(format::request)
                .whenComplete((request, failure) -> refused.request(EventFormat.OTLP, failure))
                .thenCompose(request ->
                        batches.publishAllOrNone(context, EventFormat.OTLP, events(request, format, values, fallbacks)))
                .thenApply(answer -> answer(answer, format))
                .exceptionally(failure -> refusal(failure, format));
    }

    /** Makes each event when it is published: many records may share one large resource. */
    private Iterator<Supplier<LogEvent>> events(
            ExportLogsServiceRequest request, OtlpFormat format, AnyValues values, Fallbacks fallbacks) {
        return request.getResourceLogsList().stream()
                .flatMap(resource -> records(resource, format, values))
                .<Supplier<LogEvent>>map(log -> () -> log.event(defaults.fresh(fallbacks)))
                .iterator();
    }

    private static Stream<OtlpRecord> records(ResourceLogs resource, OtlpFormat format, AnyValues values) {
        var ofResource = new SharedAttributes(resource.getResource().getAttributesList(), values);
        return resource.getScopeLogsList().stream().flatMap(scope -> {
            var ofScope = new SharedAttributes(scope.getScope().getAttributesList(), values);
            var origin = new OtlpRecord.Origin(resource, scope, ofResource, ofScope);
            return scope.getLogRecordsList().stream().map(log -> new OtlpRecord(origin, log, format, values));
        });
    }

    private static Response answer(BatchAnswer answer, OtlpFormat format) {
        var response = ExportLogsServiceResponse.newBuilder();
        if (!answer.allAccepted()) {
            var first = answer.errors().get(0);
            response.setPartialSuccess(ExportLogsPartialSuccess.newBuilder()
                    .setRejectedLogRecords(answer.notAccepted())
                    .setErrorMessage("record %d: %s: %s".formatted(first.line(), first.field(), first.reason())));
        }
        try {
            return Response.ok(format.write(response.build()), format.contentType())
                    .build();
        } catch (InvalidProtocolBufferException e) {
            throw new IllegalStateException("the response is JSON in any case", e);
        }
    }

    private static Response refusal(Throwable failure, OtlpFormat format) {
        var cause = Failures.causeOf(failure);
        if (cause instanceof RefusedException refused) {
            var response = status(refused.status(), String.valueOf(refused.getMessage()), format);
            refused.headers().forEach(response::header);
            return (refused.isRetryable()
                            ? response.header(HttpHeaders.RETRY_AFTER, refused.retryAfterSeconds())
                            : response)
                    .build();
        }
        LOG.error("An export failed", cause);
        return status(Response.Status.INTERNAL_SERVER_ERROR.getStatusCode(), "Internal error", format)
                .build();
    }

    private static Response.ResponseBuilder status(int status, String message, OtlpFormat format) {
        return Response.status(status).type(format.contentType()).entity(format.status(message));
    }
}
