package io.logcast.producer.otlp;

import io.logcast.http.ErrorForm;
import io.quarkus.arc.Unremovable;
import io.vertx.core.http.HttpServerRequest;
import jakarta.inject.Singleton;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Errors of exports as google.rpc.Status, in the encoding of the request, including those that never reach {@link
 * OtlpResource}. An export to a wrong path is told the right one.
 */
@Singleton
@Unremovable
final class OtlpErrors implements ErrorForm {

    private static final String BASE = "/v1/";
    /** Paths that exporters post to if their endpoint has a wrong path, or none. /api/v1/logs has its own errors. */
    private static final Pattern MISSED = Pattern.compile("(?!/api/v1/logs$)(?:/|/.*/v1/(?:logs|traces|metrics))");

    private static final Set<Integer> OF_WRONG_PATHS = Set.of(403, 404, 405);

    @Override
    public boolean isOf(HttpServerRequest request) {
        var path = request.path();
        return path != null
                && (path.startsWith(BASE)
                        || MISSED.matcher(path).matches()
                                && OtlpFormat.of(request.getHeader(HttpHeaders.CONTENT_TYPE)) == OtlpFormat.PROTOBUF);
    }

    @Override
    public MediaType type(HttpServerRequest request) {
        return MediaType.valueOf(
                formatOf(request.getHeader(HttpHeaders.CONTENT_TYPE)).contentType());
    }

    @Override
    public byte[] body(HttpServerRequest request, int status, String detail) {
        var path = request.path();
        var isMissed = OF_WRONG_PATHS.contains(status) && !OtlpResource.PATH.equals(path);
        return formatOf(request.getHeader(HttpHeaders.CONTENT_TYPE))
                .status(isMissed ? detail + ". " + advice(path) : detail);
    }

    /** Names the settings that all of OpenTelemetry's SDKs have. */
    private static String advice(String path) {
        if (path.endsWith("/v1/traces")) {
            return "Logcast takes logs only: set OTEL_TRACES_EXPORTER=none";
        }
        if (path.endsWith("/v1/metrics")) {
            return "Logcast takes logs only: set OTEL_METRICS_EXPORTER=none";
        }
        return "OTLP logs go to /v1/logs: set OTEL_EXPORTER_OTLP_ENDPOINT to the address without a path, or"
                + " OTEL_EXPORTER_OTLP_LOGS_ENDPOINT to the address with /v1/logs";
    }

    /** JSON if the request has neither encoding. */
    private static OtlpFormat formatOf(@Nullable String contentType) {
        var format = OtlpFormat.of(contentType);
        return format == null ? OtlpFormat.JSON : format;
    }
}
