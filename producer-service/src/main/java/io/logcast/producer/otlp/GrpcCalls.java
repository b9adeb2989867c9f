package io.logcast.producer.otlp;

import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpVersion;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;

/**
 * Tells clients of gRPC that only OTLP over HTTP is taken. Many of OpenTelemetry's SDKs use gRPC if they are given nothing but
 * an address, and show no answer that is not gRPC's own.
 */
@Singleton
final class GrpcCalls {

    private static final String TYPE = "application/grpc";
    // No SDK tries again after this status.
    private static final String UNIMPLEMENTED = "12";
    // Printable ASCII without a percent sign, so nothing has to be encoded.
    private static final String MESSAGE = "Logcast takes OTLP over HTTP, not over gRPC: set"
            + " OTEL_EXPORTER_OTLP_PROTOCOL=http/protobuf, or the exporter otlp_http of a Collector";

    /** Runs before callers are authenticated: the answer is the same for all, and reveals nothing. */
    void register(@Observes Router router) {
        router.route().order(Integer.MIN_VALUE).handler(GrpcCalls::answer);
    }

    private static void answer(RoutingContext call) {
        if (!isGrpc(call.request())) {
            call.next();
            return;
        }
        // gRPC's own status is in the trailers; that of HTTP is 200 in any case.
        var unused = call.response()
                .putHeader(HttpHeaders.CONTENT_TYPE, TYPE)
                .putTrailer("grpc-status", UNIMPLEMENTED)
                .putTrailer("grpc-message", MESSAGE)
                .end();
    }

    private static boolean isGrpc(HttpServerRequest request) {
        var type = request.getHeader(HttpHeaders.CONTENT_TYPE);
        return request.version() == HttpVersion.HTTP_2
                && type != null
                && (type.equals(TYPE) || type.startsWith(TYPE + "+") || type.startsWith(TYPE + ";"));
    }
}
